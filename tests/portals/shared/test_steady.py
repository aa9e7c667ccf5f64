from __future__ import annotations

import pytest
from django.template import Context, Template, TemplateSyntaxError
from django.utils import translation
from pytest_django import Settings

from consortia.portals.shared.templatetags.steady import SteadyNode

LOADED = "{% load i18n static steady pieces %}"


def drawn(source: str, **context: object) -> str:
    return Template(LOADED + source).render(Context(context))


def test_a_steady_part_says_what_it_would_say_without() -> None:
    within = (
        '<a href="{% url "public:calls" %}">{% translate "Calls" %}</a>{% icon "file" %}{% static "shared/page.js" %}'
        '{% url "public:calls" as here %}{% if here %}{{ here }}{% endif %}'
        "{% blocktranslate %}Plain.{% endblocktranslate %}"
    )

    assert drawn("{% steady %}" + within + "{% endsteady %}") == drawn(within)
    assert 'href="/calls/"' in drawn(within)


def test_it_is_rendered_once_and_once_more_in_each_language() -> None:
    page = Template(LOADED + '{% steady %}{% translate "Yes" %}{% endsteady %}')
    (part,) = page.nodelist.get_nodes_by_type(SteadyNode)

    said = []
    for language in ("en-gb", "de", "en-gb", "de"):
        with translation.override(language):
            said.append(page.render(Context()))

    assert said[0] == said[2] != said[1] == said[3]
    assert len(part._kept) == 2


def test_it_is_kept_apart_for_each_value_that_it_names() -> None:
    page = Template(LOADED + '{% steady place %}{% if place == "calls" %}here{% else %}there{% endif %}{% endsteady %}')

    said = [page.render(Context(each)) for each in ({"place": "calls"}, {"place": "home"}, {}, {"place": "calls"})]

    assert said == ["here", "there", "there", "here"]


def test_other_addresses_make_another_part(settings: Settings) -> None:
    page = Template(LOADED + '{% steady %}{% url "public:calls" as here %}{% if here %}here{% endif %}{% endsteady %}')
    before = page.render(Context())
    settings.ROOT_URLCONF = "tests.portals.shared.addresses"

    assert (before, page.render(Context())) == ("here", "")


@pytest.mark.parametrize(
    "within",
    [
        "{% now 'H:i' %}",
        "{% csrf_token %}",
        "{% include 'shared/header.html' %}",
        "{% block inner %}{% endblock %}",
        "{% for each in many %}{% endfor %}",
        "{% with a=b %}{% endwith %}",
        "{% money amount %}",
        "{% url 'public:call' key='a' %}",
        "{% blocktranslate %}Hello {{ name }}{% endblocktranslate %}",
        "{% blocktranslate count n=many %}One{% plural %}{{ n }}{% endblocktranslate %}",
    ],
)
def test_what_may_differ_by_its_kind_is_refused_when_the_template_is_read(within: str) -> None:
    with pytest.raises(TemplateSyntaxError, match="may differ from page to page"):
        Template(LOADED + "{% steady %}{% if 1 %}" + within + "{% endif %}{% endsteady %}")


@pytest.mark.parametrize("within", ["{{ user }}", "{% if demo %}x{% endif %}", "{{ place|upper }}", "{{ user.email }}"])
def test_what_may_differ_by_its_name_is_refused_even_where_the_page_has_it(within: str) -> None:
    page = Template(LOADED + "{% steady %}" + within + "{% endsteady %}")

    with pytest.raises(TemplateSyntaxError, match="differs from page to page"):
        page.render(Context({"user": "Ada", "demo": True, "place": "calls"}))
