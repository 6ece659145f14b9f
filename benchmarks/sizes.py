"""How much is measured: in full, as the page shows it, or quickly, to see that everything works."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """How large projects are, and how often things are repeated.

    `cell_seconds` is how long a growth table's cell may take before larger ones in its row are left out, and
    `cell_rounds` how often a quick cell is run. `direction_share` divides the sizes of growth in every
    direction, where each command is run `direction_rounds` times.
    """

    start_rounds: int
    table_rounds: int
    indicators: int
    counts_instructions: bool
    reader_rounds: int
    large_indicators: int
    one_file_rounds: int
    many_files: int
    slow_rounds: int
    fast_rounds: int
    few: int
    most: int
    throughput_rounds: int
    growth_files: tuple[int, ...]
    growth_since: int
    growth_indicators: tuple[int, ...]
    growth_dates: tuple[int, ...]
    cell_rounds: int
    cell_seconds: float
    direction_share: int
    direction_rounds: int


FULL = Sizes(
    start_rounds=41,
    table_rounds=15,
    indicators=1200,
    counts_instructions=True,
    reader_rounds=21,
    large_indicators=900,
    one_file_rounds=15,
    many_files=1000,
    slow_rounds=3,
    fast_rounds=7,
    few=1000,
    most=10_000,
    throughput_rounds=3,
    growth_files=(1, 10, 100, 1000, 10_000),
    growth_since=1000,
    growth_indicators=(27, 100, 1000, 5000),
    growth_dates=(2, 10, 50, 250),
    cell_rounds=3,
    cell_seconds=90,
    direction_share=1,
    direction_rounds=2,
)

QUICK = Sizes(
    start_rounds=5,
    table_rounds=3,
    indicators=1200,
    counts_instructions=True,
    reader_rounds=5,
    large_indicators=900,
    one_file_rounds=3,
    many_files=50,
    slow_rounds=2,
    fast_rounds=3,
    few=50,
    most=500,
    throughput_rounds=2,
    growth_files=(1, 10, 100),
    growth_since=100,
    growth_indicators=(27, 100, 300),
    growth_dates=(2, 10, 50),
    cell_rounds=2,
    cell_seconds=20,
    direction_share=20,
    direction_rounds=1,
)
