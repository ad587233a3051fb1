"""The rows that cannot be read, as they came, for ``--rejects``."""

from __future__ import annotations

import polars as pl

from segkit import transactions
from segkit.io.records import LINE
from segkit.io.source import Source, reading_errors
from segkit.reading import Reading
from segkit.recognition.preparation import Prepared
from segkit.scan import collecting


def rejected_rows(prepared: Prepared) -> pl.DataFrame:
    """Return what cannot be read: ``source, line`` (row of a typed source), ``reason``, and the columns as they came.

    Records that are no rows have their text in the column ``text``.
    """
    found = [_bad_records(source) for source in prepared.sources if source.bad_records]
    for source, reading in zip(prepared.sources, prepared.readings, strict=True):
        found += [_rejected_of(source, reading, position) for position in range(len(source.names))]
    return pl.concat(found, how="diagonal_relaxed").sort("source", "line", maintain_order=True)


def _rejected_of(source: Source, reading: Reading, position: int) -> pl.DataFrame:
    part, name = source.parts[position], source.names[position]
    text = source.texts[position] if source.texts else None
    if source.repaired and source.repaired[position] is not None:
        line = pl.col(LINE).cast(pl.Int64)
    else:
        first = text.dialect.place.first_line if text is not None else sum(source.first_lines[position : position + 1])
        part = part.with_row_index(LINE, offset=1)
        line = pl.col(LINE).cast(pl.Int64) + first
    kept = [line, *(pl.col(column).cast(pl.String) for column in source.dtypes)]
    rows = transactions.normalize(part, reading.as_text(), keep=kept)
    names = dict(enumerate(transactions.REASONS, start=1))
    bad = rows.filter(pl.col("reason") > len(transactions.SET_ASIDE)).select(
        pl.lit(name).alias("source"),
        pl.col(f"kept:{LINE}").alias("line"),
        pl.col("reason").replace_strict(names, return_dtype=pl.String),
        *(
            pl.col(f"kept:{column}").alias(column)
            for column in source.dtypes
            if column not in ("source", "line", "reason")
        ),
    )
    with reading_errors(name):
        return bad.collect(engine=collecting.ENGINE)


def _bad_records(source: Source) -> pl.DataFrame:
    rows = [
        (name, record.line, f"record: {record.reason}", record.text)
        for name, found in zip(source.names, source.repaired, strict=True)
        for record in ([] if found is None else found.bad)
    ]
    schema = {"source": pl.String, "line": pl.Int64, "reason": pl.String, "text": pl.String}
    return pl.DataFrame(rows, schema=schema, orient="row")
