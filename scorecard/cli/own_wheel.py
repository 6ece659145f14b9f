"""The program that runs as a wheel, for a project to keep: so its check needs no package index to have it."""

import base64
import hashlib
import io
import zipfile
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

import scorecard
from scorecard.model.kinds import FOLDERS
from scorecard.project.library import shipped_tree
from scorecard.views.outputs import OUTPUTS_PAGE


@cache
def own_wheel() -> tuple[str, bytes]:
    """Return the name and the bytes of a wheel of what is installed here, from wherever that came."""
    program, shipped = distribution("policy-scorecard"), shipped_tree()
    package = Path(scorecard.__file__).parent
    paths = [path for path in package.rglob("*.*") if path.is_file() and path.suffix != ".pyc"]
    files = {f"scorecard/{path.relative_to(package).as_posix()}": path.read_bytes() for path in paths}
    for path in [OUTPUTS_PAGE, *(path for folder in FOLDERS for path in shipped.paths(folder))]:
        files[f"scorecard/shipped/{path}"] = shipped.read(path)
    name = f"policy_scorecard-{program.version}"
    for part in ("METADATA", "WHEEL", "entry_points.txt", "licenses/LICENSE"):
        files[f"{name}.dist-info/{part}"] = (program.read_text(part) or "").encode()
    record, wheel = "", io.BytesIO()
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in sorted(files.items()):
            digest = base64.urlsafe_b64encode(hashlib.sha256(content).digest()).decode().rstrip("=")
            record += f"{path},sha256={digest},{len(content)}\n"
            archive.writestr(path, content)
        archive.writestr(f"{name}.dist-info/RECORD", record)
    return f"{name}-py3-none-any.whl", wheel.getvalue()
