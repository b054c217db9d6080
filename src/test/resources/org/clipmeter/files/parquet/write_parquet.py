"""Writes the Parquet files of ParquetTextsTest beside itself, in the forms that data sets of the Hub have.

    python3 write_parquet.py        needs pyarrow; the files were written with pyarrow 26.0.1
"""

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent
ROWS = 50


def coco(first, count):
    """Rows as those of phiyodr/coco2017, with the columns that its card lists. Row 7 has no caption, row 8 an empty list."""
    numbers = range(first, first + count)
    captions = [["Caption %d of a café ☕." % i, "another of %d" % i] for i in numbers]
    captions = [None if i == 7 else [] if i == 8 else list(c) for i, c in zip(numbers, captions)]
    return pa.table(
        {
            "license": pa.array([1] * count, pa.int64()),
            "file_name": ["%012d.jpg" % (3 * i + 9) for i in numbers],
            "date_captured": ["2013-11-14 11:18:45"] * count,
            "image_id": pa.array([3 * i + 9 for i in numbers], pa.int64()),
            "ids": pa.array([[i, i + 1] for i in numbers], pa.list_(pa.int64())),
            "captions": pa.array(captions, pa.list_(pa.string())),
        }
    )


def kinds():
    """Columns of all kinds that are read, and of some that are not."""
    return pa.table(
        {
            "Prompt": pa.array(["a cat", None, "a \U0001f600"]).dictionary_encode(),
            "case_number": pa.array([1.0, 2.0, None], pa.float64()),
            "large": pa.array(["x", "y", "z"], pa.large_string()),
            "small": pa.array([1, 255, 0], pa.uint8()),
            "huge": pa.array([2**64 - 1, 0, 1], pa.uint64()),
            "half": pa.array([0.5, float("nan"), 1e300], pa.float32()),
            "numbers": pa.array([[7], None, []], pa.list_(pa.int32())),
            "raw": pa.array([b"\xff", b"", None], pa.binary()),
            "day": pa.array([0, 1, 2], pa.date32()),
            "nested": pa.array([[["a"]], None, []], pa.list_(pa.list_(pa.string()))),
            "both": pa.array([{"a": 1}] * 3, pa.struct([("a", pa.int64())])),
        }
    )


def main():
    for codec in ["none", "snappy", "gzip", "zstd", "lz4", "brotli"]:
        pq.write_table(coco(0, ROWS), HERE / ("coco-%s.parquet" % codec), compression=codec, row_group_size=20)
    pq.write_table(
        coco(0, ROWS),
        HERE / "coco-plain-v2.parquet",
        compression="snappy",
        use_dictionary=False,
        data_page_version="2.0",
        data_page_size=256,
    )
    checked = {"compression": "none", "use_dictionary": False, "write_page_checksum": True}
    pq.write_table(coco(0, ROWS), HERE / "coco-checked.parquet", **checked)
    delta = {"image_id": "DELTA_BINARY_PACKED", "file_name": "DELTA_BYTE_ARRAY", "date_captured": "DELTA_LENGTH_BYTE_ARRAY"}
    pq.write_table(coco(0, ROWS), HERE / "coco-delta.parquet", use_dictionary=False, column_encoding=delta)
    pq.write_table(kinds(), HERE / "kinds.parquet")
    no_texts = pa.table({"image_id": [1, 2], "image": [b"x", b"y"]})
    pq.write_table(no_texts, HERE / "no-texts.parquet")
    pq.write_table(coco(ROWS, 10), HERE / "coco-next.parquet")


main()
