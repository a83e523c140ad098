"""Prints src/Training/Tokenization/normalization.txt from the Unicode data that the running Python has.

Python 3.6 has Unicode 9.0, the version of the published table:

    python3.6 tests/reference/normalization.py > src/Training/Tokenization/normalization.txt
"""

import sys
import textwrap
import unicodedata

HEADER = """\
# What the Unicode normalization forms do to characters; Hangul syllables, which are done by arithmetic, are not listed.
# Written by tests/reference/normalization.py from the Unicode Character Database {} (Unicode License v3), and kept at that version
# because Hugging Face's tokenizers have it. Code points and inclusive ranges are hexadecimal.
#   class N       the canonical combining class of marks; all others have 0
#   canonical     a character and, joined by dots, what it is taken apart to, one step at a time
#   compatible    the same for the characters that only NFKC and NFKD take apart
#   excluded      characters that are not put together again though two others make them
"""
HANGUL = range(0xAC00, 0xAC00 + 11172)


def ranges(code_points):
    found = []
    for code_point in code_points:
        if found and found[-1][1] == code_point - 1:
            found[-1][1] = code_point
        else:
            found.append([code_point, code_point])
    return ['%x' % first if first == last else '%x-%x' % (first, last) for first, last in found]


def show(name, entries):
    for line in textwrap.wrap(' '.join(entries), 118 - len(name), break_on_hyphens=False):
        print(name, line)


def main():
    classes, canonical, compatible, excluded = {}, [], [], []
    for code_point in range(0x110000):
        character = chr(code_point)
        if unicodedata.combining(character):
            classes.setdefault(unicodedata.combining(character), []).append(code_point)
        parts = unicodedata.decomposition(character).split()
        if not parts or code_point in HANGUL:
            continue
        is_canonical = not parts[0].startswith('<')
        entry = '%x %s' % (code_point, '.'.join('%x' % int(part, 16) for part in parts if not part.startswith('<')))
        (canonical if is_canonical else compatible).append(entry.replace(' ', '='))
        if is_canonical and len(parts) == 2 and unicodedata.normalize('NFC', character) != character:
            excluded.append(code_point)
    sys.stdout.write(HEADER.format(unicodedata.unidata_version))
    for number in sorted(classes):
        show('class %d' % number, ranges(classes[number]))
    show('canonical', canonical)
    show('compatible', compatible)
    show('excluded', ranges(excluded))


main()
