"""Files of citizens: the content decides, not the name."""

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from inbox import files


@pytest.mark.parametrize(
    ("head", "kind"), [(b"%PDF-1.7\n", "application/pdf"), (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "image/png"), ("Été\n".encode(), "text/plain")]
)
def test_the_type_is_read_from_the_content(head: bytes, kind: str) -> None:
    assert files.check("anything.exe", head, len(head)).content_type == kind


@pytest.mark.parametrize(
    ("head", "size", "code"),
    [
        (b"", 0, "empty"),
        (b"MZ\x90\0", 4, "type"),
        (b"<svg onload=x>", 14, "type"),
        (b"hi <script>", 11, "type"),
        (b"%PDF", settings.ATTACHMENT_MAX_BYTES + 1, "size"),
    ],
)
def test_others_are_refused_with_the_cause(head: bytes, size: int, code: str) -> None:
    with pytest.raises(files.FileRefused) as refused:
        files.check("letter.pdf", head, size)
    assert refused.value.code == code


def test_a_path_in_the_name_is_taken_off() -> None:
    assert files.check("..\\..\\etc/pass\0wd.txt", b"text", 4).name == "passwd.txt"


@pytest.mark.django_db
def test_one_file_too_many_is_refused_and_the_others_kept() -> None:
    uploads = [SimpleUploadedFile(f"{number}.txt", b"text") for number in range(settings.ATTACHMENTS_MAX + 1)]
    assert len(files.keep("key", uploads)) == 1
    assert files.kept("key").count() == settings.ATTACHMENTS_MAX
