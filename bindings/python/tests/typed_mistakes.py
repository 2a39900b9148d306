"""Mistakes that the type checkers have to see: one a line."""

import itl

template = itl.Template("{{ a }}")
itl.Template("{{ a }}", dialect="jinja")
itl.Template("{{ a }}", timezones="UTC")
itl.Template("{{ a }}", limits={"step": 1})
template.render({}, now="today")
template.render({}, fit="middle")
template.render_json({"a": 1})
template.request({}, target="opnai")
template.request({})
template.source = "{{ b }}"
itl.Template("{{ a }}").render({}).warnings[0].line
