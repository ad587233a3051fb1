"""Rows as bytes: one function a format, each from a result to a binary stream.

The text formats print money as exact decimals; Parquet and Arrow hold the nearest Float64.
"""

from __future__ import annotations

import io
import json
import re
from datetime import UTC, datetime
from typing import IO, TYPE_CHECKING

import polars as pl
from polars.exceptions import PolarsError

from segkit import units
from segkit.errors import OutputError
from segkit.result import Result
from segkit.schema import Column, Kind, Schema

if TYPE_CHECKING:
    from collections.abc import Callable

_LEAST_DIGITS: dict[Kind, int] = {"amount": 2, "number": 0}
_ROW_GROUP = 1 << 18
_PARQUET_LEVEL = 1
"""Of zstd: ids and money come out no larger than at the default of 3 (text ids 4 % smaller), a quarter sooner."""
_JSON_CHUNK = 1 << 18
_EXCEL_ROWS, _EXCEL_TEXT = 1_048_575, 32_767
# What a spreadsheet takes for the start of a formula, full-width forms included.
_FORMULA = r"^[=+\-@\t\r\n＝＋－＠]"


def texts(result: Result) -> pl.DataFrame:
    """Return the rows with money and numbers as exact decimal text, the rest as it is."""
    columns = result.schema.columns
    return result.rows.with_columns(
        units.decimal_text(pl.col(name), least_digits=_LEAST_DIGITS[column.kind]).alias(name)
        for name, column in columns.items()
        if column.kind in _LEAST_DIGITS
    )


def encode_csv(result: Result, stream: IO[bytes], separator: str = ",") -> None:
    """Write exact CSV in UTF-8: header, LF, quotes only where needed, nulls empty."""
    texts(result).write_csv(stream, separator=separator)


def encode_tsv(result: Result, stream: IO[bytes]) -> None:
    """Write tab-separated text."""
    encode_csv(result, stream, "\t")


def encode_excel_csv(result: Result, stream: IO[bytes]) -> int:
    """Write CSV for people who open it in a spreadsheet; return the number of neutralized cells.

    Semicolons, decimal commas, a byte order mark; text that a spreadsheet would run as a formula gets an apostrophe.
    """
    rows = texts(result)
    columns = result.schema.columns
    numeric = [
        name for name, column in columns.items() if column.kind in ("amount", "number", "share", "rate", "ratio")
    ]
    textual = [name for name, column in columns.items() if _is_text(column)]
    rows = rows.with_columns(pl.col(textual).cast(pl.String))
    risky = pl.col(textual).str.contains(_FORMULA)
    changed = int(rows.select(pl.sum_horizontal(risky.sum())).item()) if textual else 0
    guarded = [
        pl.when(pl.col(name).str.contains(_FORMULA)).then("'" + pl.col(name)).otherwise(pl.col(name)).alias(name)
        for name in textual
    ]
    commas = pl.col(numeric).cast(pl.String).str.replace(".", ",", literal=True)
    stream.write(b"\xef\xbb\xbf")
    names = {name: "'" + name for name in columns if re.search(_FORMULA, name)}
    changed += len(names)
    rows.with_columns(*guarded, commas).rename(names).write_csv(stream, separator=";", line_terminator="\r\n")
    return changed


def encode_ndjson(result: Result, stream: IO[bytes]) -> None:
    """Write one JSON object a row; ids as text, money as exact numbers."""
    _write_lines(result, stream, "\n")
    if result.rows.height:
        stream.write(b"\n")


def encode_json(result: Result, stream: IO[bytes]) -> None:
    """Write one JSON document: schema and version, parameters, as_of, facts, notes and rows."""
    head = {
        "schema": result.schema.name,
        "version": result.schema.version,
        "parameters": dict(result.params),
        **result.dates,
        "facts": dict(result.facts),
        "notes": [{"code": note.code, "message": note.message, "warning": note.warning} for note in result.notes],
    }
    text = json.dumps(head, ensure_ascii=False, indent=1, allow_nan=False)
    stream.write(text.removesuffix("\n}").encode(errors="backslashreplace") + b',\n "rows": [\n')
    _write_lines(result, stream, ",\n")
    stream.write(b"\n ]\n}\n")


def encode_parquet(result: Result, stream: IO[bytes]) -> None:
    """Write Parquet with fixed row groups, so that equal results are equal bytes; labels are dictionaries of strings."""
    try:
        result.table.rechunk().write_parquet(stream, row_group_size=_ROW_GROUP, compression_level=_PARQUET_LEVEL)
    except PolarsError:  # of a header or footer that it cannot write, the engine does not say why: the next write does
        stream.write(b"\0")
        stream.flush()
        raise


def encode_arrow(result: Result, stream: IO[bytes]) -> None:
    """Write an Arrow IPC file."""
    rows = pl.DataFrame([_rebuilt(column) for column in _plain(result)])
    rows.write_ipc(stream, compat_level=pl.CompatLevel.oldest())


def _rebuilt(column: pl.Series) -> pl.Series:
    """Return a column in buffers of its own.

    How it was computed decides whether those it came with hold a mask of nulls where there are none, what is behind a
    null, and the bits that fill up the last byte of a mask or of flags.
    """
    places = pl.int_range(len(column), eager=True)
    if column.null_count():
        places = pl.select(pl.when(column.is_not_null()).then(places)).to_series()
    column = column.gather(places)
    return column.cast(pl.UInt8).cast(pl.Boolean) if column.dtype == pl.Boolean else column


def encode_markdown(result: Result, stream: IO[bytes]) -> None:
    """Write a Markdown table."""
    rows = texts(result).with_columns(pl.all().cast(pl.String).fill_null(""))
    escaped = rows.with_columns(
        pl.all().str.replace_all("\\", "\\\\", literal=True).str.replace_all("|", "\\|", literal=True)
        .str.replace_all(r"[\r\n]+", " ")
    )  # fmt: skip
    right = {name for name, column in result.schema.columns.items() if not _is_text(column)}
    names = [_markdown(name) for name in rows.columns]
    rule = ["---:" if name in right else "---" for name in rows.columns]
    head = f"| {' | '.join(names)} |\n| {' | '.join(rule)} |\n"
    lines = escaped.select(pl.concat_str(pl.all(), separator=" | ")).to_series()
    stream.write(head.encode())
    stream.writelines(f"| {line} |\n".encode() for line in lines)


def _markdown(name: str) -> str:
    return re.sub(r"[\r\n]+", " ", name.replace("\\", "\\\\").replace("|", "\\|"))


def encode_xlsx(result: Result, stream: IO[bytes]) -> None:
    """Write an Excel workbook: text stays text, nothing becomes a formula or a link."""
    import xlsxwriter  # noqa: PLC0415 -- only for xlsx

    if result.rows.height > _EXCEL_ROWS:
        raise OutputError(
            f"{result.rows.height:,} rows do not fit into an Excel sheet ({_EXCEL_ROWS:,})",
            fix="Write CSV or Parquet, or narrow the list with --only or --top.",
        )
    _check_cells(result)
    options = {"strings_to_urls": False, "strings_to_formulas": False, "strings_to_numbers": False, "in_memory": True}
    packed = io.BytesIO()
    with xlsxwriter.Workbook(packed, options) as book:
        book.set_properties({"created": datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)})
        sheet = book.add_worksheet(result.analysis[:31])
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        for position, (name, column) in enumerate(result.schema.columns.items()):
            sheet.write_string(0, position, name)
            values = _plain(result)[name]
            if column.kind == "date":
                sheet.write_column(1, position, values.to_list(), day)
            elif _is_text(column):
                for row, text in enumerate(values.cast(pl.String), start=1):
                    if text is not None:
                        sheet.write_string(row, position, text)
            else:
                sheet.write_column(1, position, values.to_list())
        sheet.freeze_panes(1, 0)
    stream.write(packed.getvalue())


def _check_cells(result: Result) -> None:
    """Raise OutputError for a text that a cell of Excel would hold only in part; it counts UTF-16 units."""
    for name in result.schema.columns:
        texts = result.rows[name] if _is_text(result.schema.columns[name]) else pl.Series(dtype=pl.String)
        texts = texts.cast(pl.String)
        longest = [name, *texts.filter(texts.str.len_bytes() > _EXCEL_TEXT)]
        length = max(len(text.encode("utf-16-le")) // 2 for text in longest)
        if length > _EXCEL_TEXT:
            raise OutputError(
                f"a text of {length:,} characters in the column {name[:100]} does not fit into a cell of Excel ({_EXCEL_TEXT:,})",
                fix="Write CSV or Parquet, or leave the column out.",
            )


def _is_text(column: Column) -> bool:
    return column.kind in ("id", "text", "label")


def _plain(result: Result) -> pl.DataFrame:
    """Return the table with labels as plain text, in one chunk."""
    labels = [name for name, column in result.schema.columns.items() if column.kind == "label"]
    return result.table.with_columns(pl.col(labels).cast(pl.String)).rechunk()


def _write_lines(result: Result, stream: IO[bytes], separator: str) -> None:
    """Write the rows as JSON objects with a separator between them."""
    for start in range(0, result.rows.height, _JSON_CHUNK):
        lines = result.rows.slice(start, _JSON_CHUNK).select(_json_row(result)).to_series()
        if start:
            stream.write(separator.encode())
        stream.write(separator.join(lines).encode())


def _json_row(result: Result) -> pl.Expr:
    parts = [_json_field(name, column) for name, column in result.schema.columns.items()]
    return pl.concat_str(pl.lit("{"), pl.concat_str(parts, separator=","), pl.lit("}"))


def _json_field(name: str, column: Column) -> pl.Expr:
    value = pl.col(name)
    if column.kind in _LEAST_DIGITS:
        number = units.decimal_text(value, least_digits=_LEAST_DIGITS[column.kind]).fill_null("null")
        return pl.concat_str(pl.lit(json.dumps(name, ensure_ascii=False) + ":"), number)
    if _is_text(column) or column.kind == "date":
        value = value.cast(pl.String)
    encoded = pl.struct(value.alias(name)).struct.json_encode()
    return encoded.str.slice(1, encoded.str.len_chars() - 2)


ENCODERS: dict[str, Callable[[Result, IO[bytes]], object]] = {
    "csv": encode_csv,
    "tsv": encode_tsv,
    "json": encode_json,
    "ndjson": encode_ndjson,
    "parquet": encode_parquet,
    "arrow": encode_arrow,
    "md": encode_markdown,
    "xlsx": encode_xlsx,
}
"""The output formats by name, which is also the file extension."""


def encode_table(rows: pl.DataFrame, name: str, form: str, stream: IO[bytes], separator: str = ",") -> None:
    """Write a table of texts under a name in one of the formats; ``separator`` is that of CSV."""
    columns = {header: Column("text", "", nullable=True) for header in rows.columns}
    result = Result(name, Schema(name, 1, (), columns), {}, rows)
    if form == "csv":
        encode_csv(result, stream, separator)
    else:
        ENCODERS[form](result, stream)
