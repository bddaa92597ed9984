"""The archive package (归档包) of a year: documents, data, trail, digests, an index, and the means to check it all.

What lies inside is read without the system: papers as docx and pdf, data as lines of JSON, the index as a page, the
check as one file of Python (:mod:`duban.core.yearend.verify_package`, copied as 核验.py). Telephones go masked.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone

from duban.audit.actions import content
from duban.audit.models import Event
from duban.core.yearend import verify_package
from duban.core.yearend.verify_package import ABOUT, EVENTS, MANIFEST, SIGNATURES
from duban.dispatch.models import Dispatch
from duban.ledger.models import Programme
from duban.orgs.models import Unit
from duban.progress import annex5, digest
from duban.progress.enums import ReportState
from duban.progress.models import Report, Signature
from duban.progress.signatures import sentence
from duban.writers import packing
from duban.writers.annex5 import as_docx, as_pdf
from duban.writers.archive_index import IndexTable, index_page
from duban.writers.docx import write_docx
from duban.writers.pdf import write_pdf
from duban.yearend import rows
from duban.yearend.books import dossiers, year_book

EXPLANATION = """本压缩包是{year}年《政府工作报告》责任事项办理情况的归档材料。

索引.html　　　用浏览器打开，列出全部文书。
对账/　　　　　逐项对账表。
报告/　　　　　各单位各期报告（附件5），有效版本。
发文/　　　　　通报、督办函、纪要等已印发的文件。
单位档案/　　　每个单位全年的承办、报告、困难、核查和办结情况。
文件/　　　　　来文和佐证材料原件，文件名前为摘要的前12位。
数据/　　　　　各类记录，一行一条 JSON；编号互相对应。
留痕/　　　　　办理留痕，逐条带摘要，环环相接。
签字/　　　　　每一份有效签字所签的内容和摘要。
清单.sha256　　每个文件的摘要，可用 sha256sum -c 核对。
核验.py　　　　不需要本系统：在解开的文件夹里运行 python3 核验.py。

电话号码已隐去中间几位；账号、密码和消息途径不在包内。
"""


@dataclass(frozen=True)
class Made:
    """What was written: number of files, the stretch of the trail, the digest of the list."""

    files: int
    first_seq: int
    last_seq: int
    manifest: str


@dataclass
class _Pack:
    """The open archive and its list."""

    out: zipfile.ZipFile
    day: tuple[int, ...]
    listed: list[tuple[str, str]] = field(default_factory=list)
    names: set[str] = field(default_factory=set)

    def add(self, name: str, data: bytes, *, compressed: bool = False) -> str:
        """Put a file in; where the name is taken it gets a number. Returns the name."""
        name = packing.unused(name, self.names) if name in self.names else name
        self.names.add(name)
        self.out.writestr(packing.entry(name, self.day, compressed=compressed), data)
        self.listed.append((hashlib.sha256(data).hexdigest(), name))
        return name

    def close(self) -> str:
        """Write the list; its digest names the whole package."""
        text = "".join(f"{digest_}  {name}\n" for digest_, name in sorted(self.listed, key=lambda each: each[1]))
        self.out.writestr(packing.entry(MANIFEST, self.day, compressed=True), text.encode())
        return hashlib.sha256(text.encode()).hexdigest()


def build(out: BinaryIO, *, year: int, by_label: str, at: dt.datetime) -> Made:
    """Write the package of a year as it stands. Reads only; the caller records that it was made."""
    with zipfile.ZipFile(out, "w") as opened:
        pack = _Pack(opened, timezone.localtime(at).timetuple()[:6])
        tables = [*_papers(pack, year, by_label, at), _files(pack, year), _data(pack, year)]
        trail = _trail(pack)
        tables.append(_signatures(pack, year))
        about = {
            "year": year,
            "made_at": timezone.localtime(at).isoformat(timespec="seconds"),
            "made_by": by_label,
            "programmes": list(Programme.objects.filter(year=year).order_by("ordinal").values_list("title", flat=True)),
            "trail": trail,
        }
        pack.add(ABOUT, _json(about), compressed=True)
        title = f"{year}年《政府工作报告》责任事项归档索引"
        made = f"{by_label}制作于{timezone.localtime(at):%Y-%m-%d %H:%M}。"
        made += f"留痕第 {trail['first_seq']} 至 {trail['last_seq']} 条。"
        pack.add("索引.html", index_page(title, (made,), tuple(tables)), compressed=True)
        pack.add("说明.txt", ("\ufeff" + EXPLANATION.format(year=year)).replace("\n", "\r\n").encode(), compressed=True)
        pack.add("核验.py", Path(verify_package.__file__).read_bytes(), compressed=True)
        manifest = pack.close()
    return Made(len(pack.listed), trail["first_seq"], trail["last_seq"], manifest)


def _json(value: Any) -> bytes:
    return json.dumps(value, cls=DjangoJSONEncoder, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _papers(pack: _Pack, year: int, author: str, at: dt.datetime) -> Iterator[IndexTable]:
    """The book, the reports in force, the issued documents, the dossiers; each as docx and pdf."""
    book = year_book(year=year, at=at, author=author)
    names = _both(pack, f"对账/{year}年逐项对账表", write_docx(book, made_at=at), write_pdf(book, made_at=at))
    yield IndexTable("逐项对账", ("文件", "", ""), ((book.name, *names),))
    reports = Report.objects.filter(period__year=year, state=ReportState.ACCEPTED)
    listed = []
    for filled in annex5.gather(annex5.loaded(reports), at=at):
        name = annex5.file_name(filled, "").rstrip(".")
        listed.append((name, *_both(pack, f"报告/{name}", as_docx(filled, at), as_pdf(filled, at))))
    yield IndexTable("各单位报告", ("报告", "", ""), tuple(listed))
    issued = []
    for row in Dispatch.objects.filter(year=year).order_by("series_id", "number"):
        paper = row.document
        names = _both(
            pack,
            f"发文/{annex5.safe(row.full_number)}",
            write_docx(paper, made_at=row.issued_at),
            write_pdf(paper, made_at=row.issued_at),
        )
        issued.append((row.full_number, row.title, *names))
    yield IndexTable("发文", ("发文字号", "标题", "", ""), tuple(issued))
    units = Unit.objects.filter(assignments__matter__programme__year=year).distinct().order_by("position", "pk")
    made = dossiers(year=year, at=at, units=list(units), author=author)
    folders = []
    for unit in units:
        name = f"单位档案/{annex5.safe(unit.name)}.docx"
        folders.append((unit.name, ("Word", pack.add(name, write_docx(made[unit.pk], made_at=at)))))
    yield IndexTable("单位档案", ("单位", ""), tuple(folders))


def _both(pack: _Pack, stem: str, docx: bytes, pdf: bytes) -> tuple[tuple[str, str], tuple[str, str]]:
    return ("Word", pack.add(f"{stem}.docx", docx)), ("PDF", pack.add(f"{stem}.pdf", pdf))


def _files(pack: _Pack, year: int) -> IndexTable:
    """Originals as they were handed in."""
    listed = []
    for stored in rows.stored_files(year):
        with stored.content.open("rb") as source:
            name = pack.add(f"文件/{stored.sha256[:12]}-{annex5.safe(stored.name)}", source.read())
        listed.append(((stored.name, name), f"{stored.size:,} 字节", stored.sha256))
    return IndexTable("来文和佐证材料", ("文件", "大小", "摘要"), tuple(listed))


def _data(pack: _Pack, year: int) -> IndexTable:
    """Every table of the business."""
    listed = []
    for dump in rows.dumps():
        found = list(rows.lines(dump, year))
        if found:
            name = pack.add(f"数据/{dump.label}.jsonl", rows.as_jsonl(found), compressed=True)
            listed.append((str(dump.model._meta.verbose_name), (dump.label, name), f"{len(found)} 条"))
    return IndexTable("数据", ("内容", "文件", "数量"), tuple(listed))


def _trail(pack: _Pack) -> dict[str, Any]:
    """The whole chain: a stretch of it could not be checked without what came before."""
    lines, first, last = [], None, None
    for event in Event.objects.order_by("seq").iterator(chunk_size=500):
        lines.append(json.dumps({**content(event), "hash": event.hash}, ensure_ascii=False, sort_keys=True))
        first, last = first or event, event
    pack.add(EVENTS, "".join(f"{line}\n" for line in lines).encode(), compressed=True)
    return {
        "first_seq": first.seq if first else 1,
        "last_seq": last.seq if last else 0,
        "prev_hash": first.prev_hash if first else "",
        "last_hash": last.hash if last else "",
    }


def _signatures(pack: _Pack, year: int) -> IndexTable:
    """Of each live signature the text that was signed. Units, periods and measures stand in it by their numbers, which
    are those of 数据/."""
    live = Signature.objects.live().filter(report__period__year=year).select_related(
        "report__unit", "report__period", "user", "post__unit", "delegation__post__unit",
        "delegation__appointment__user", "carried_from__report",
    )  # fmt: skip
    kept, listed = [], []
    for row in live.order_by("id"):
        report = row.report
        kept.append(
            {
                "report": report.pk,
                "unit": report.unit.name,
                "period": report.period.name,
                "version": report.version,
                "signer": str(row.user),
                "at": row.at,
                "mode": row.get_mode_display(),
                "meaning": row.meaning,
                "digest": row.digest,
                "content": digest.content(report),
            }
        )
        listed.append((report.unit.name, f"{report.period.name} 第{report.version}版", sentence(row), row.digest))
    pack.add(SIGNATURES, _json(kept), compressed=True)
    return IndexTable("签字", ("单位", "报告", "签字", "摘要"), tuple(listed))
