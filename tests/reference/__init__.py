"""An independent, brute-force reading of SPEC.md section 3, used as a test oracle."""
