"""Import, a text nobody can tell the encoding of: how it would read, and which reads right."""

from django.db import transaction
from django.shortcuts import redirect, render

from centre.web.refusal import Refused
from centre.web.sheet import refused
from recruitment.exchange import encodings
from recruitment.exchange.reader import UnreadableFile
from recruitment.imports import actions
from recruitment.imports.forms import EncodingForm
from recruitment.imports.views import TEMPLATES, one_of, step_of, version_of


def import_encoding(request, pk):
    source = one_of(request, pk, lock=False)
    samples = encodings.samples(bytes(source.content))
    if source.is_busy or source.written_at or not samples:
        return redirect(step_of(source))
    form = EncodingForm(
        request.POST or None, samples=samples, initial={"encoding": source.decided.encoding}
    )
    if request.method == "POST" and form.is_valid():
        try:
            with transaction.atomic():
                actions.say_encoding(
                    one_of(request, pk), form.cleaned_data["encoding"], version=version_of(request)
                )
        except Refused as refusal:
            return refused(request, step_of(source), str(refusal))
        except UnreadableFile as problem:
            form.add_error("encoding", str(problem))
        else:
            return redirect("recruitment:import-columns", pk=pk)
    context = {"source": source, "form": form}
    status = 422 if form.errors else 200
    return render(request, f"{TEMPLATES}/encoding.html", context, status=status)
