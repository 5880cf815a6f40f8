"""What somebody wrote themselves, above the mail that they answer and above their signature. Pure."""

from __future__ import annotations

import re

TEXT_READ = 20_000
"""Characters of a mail; whoever answers writes at the top."""

_QUOTED = re.compile(r"^\s*[>＞|｜]")
_BEGINS_QUOTE = re.compile(
    r"""(?ix)
    ^\s*(
        [-_=ー─━]{2,}\s*(original|forwarded|reply|元の|転送|引用|オリジナル|返信元).*
      | on\s.{6,200}\bwrote\s*[:：]?\s*$
      | .{0,80}\d{4}\s*[年/.\-]\s*\d{1,2}\s*[月/.\-]\s*\d{1,2}.{0,200}
        ([:：]|wrote|書きました[:：]?|のメール[:：]?)\s*$
      | .{0,120}<[^<>@\s]+@[^<>\s]+>\s*(wrote|のメール|さんは書きました)?\s*[:：]\s*$
      | (from|差出人|送信者|送信元)\s*[:：].*
      | (元の|引用)(メール|メッセージ).{0,20}$
    )"""
)
_WRAPPED = re.compile(r"(?i)^\s*on\s.{6,}$")
_BEGINS_SIGNATURE = re.compile(
    r"""(?ix)
    ^\s*(
        --\s*$
      | ([-_=*+#~・…‥.。:：+＝ー―─━═◇◆□■○●☆★┏┗┌└▼▽△▲]\s*){4,}
      | (sent\s+from\s+my|get\s+outlook\s+for|iphone\s*から送信|ipad\s*から送信|android\s*から送信|
         .{0,20}(から|より)送信(されました)?\s*$|outlook\s+for\s+(ios|android)).*
    )"""
)


def own_lines(text: str) -> list[str]:
    """The lines that are this person's own words, without empty ones.

    A rule of signs at the very top is no signature but an ornament.
    """
    kept: list[str] = []
    lines = text[:TEXT_READ].split("\n")
    for number, line in enumerate(lines):
        if _QUOTED.match(line):
            continue
        if _BEGINS_QUOTE.match(line) or _is_wrapped_attribution(line, lines[number + 1 : number + 2]):
            break
        if _BEGINS_SIGNATURE.match(line):
            if kept:
                break
            continue
        if line.strip():
            kept.append(line.strip())
    return kept


def _is_wrapped_attribution(line: str, following: list[str]) -> bool:
    """“On Thu, 5 Nov 2026, Hub <hub@city.example>” and “wrote:” on the next line."""
    return bool(
        _WRAPPED.match(line) and following and re.match(r"(?i)^.{0,80}wrote\s*[:：]\s*$", following[0])
    )
