"""What Jinja says of wording that it cannot read, in Chinese and with what to do."""

from __future__ import annotations

import re

_SAID = (
    (
        r"Encountered unknown tag '(.+?)'\.(.*)",
        r"不认识的标签“{% \1 %}”，可用的有 if、elif、else、endif、for、endfor、block、endblock、set",
    ),
    (r"unexpected end of template.*", "到文件末尾还有没有结束的标签；请检查是否缺少 {% endif %}、{% endfor %} 或 {% endblock %}"),
    (
        r"Unexpected end of template\..*",
        "到文件末尾还有没有结束的标签；请检查是否缺少 {% endif %}、{% endfor %} 或 {% endblock %}",
    ),
    (r"No filter named '(.+?)'.*", r"没有名为“\1”的过滤器"),
    (r"No test named '(.+?)'.*", r"没有名为“\1”的检验"),
    (r"block '(.+?)' defined twice", r"{% block \1 %} 写了两次，名称须不同"),
    (
        r"expected token '(.+?)', got '(.+?)'",
        r"这里应为“\1”，却写着“\2”；请检查 {{ }} 和 {% %} 是否成对，名称中间是否有空格或标点",
    ),
    (r"unexpected '(.+?)'", r"多余的“\1”；请检查 {{ }}、{% %} 和括号是否成对"),
    (r"unexpected char '(.+?)' at \d+", r"“\1”不能写在 {{ }} 或 {% %} 里；请检查是否用了中文标点"),
    (r"Missing end of comment tag", "注释 {# 没有结束，请补写 #}"),
    (r"Missing end of raw directive", "{% raw %} 没有结束，请补写 {% endraw %}"),
    (r"Expected an expression, got 'end of (?:print statement|statement block)'", "{{ }} 或 {% %} 里没有写内容"),
    (r"unclosed .*|unexpected end of .*", "没有写完；请检查 {{ }} 和 {% %} 是否成对"),
    (r"Exceeds the limit .*digits.*", "数字太长"),
    (r"maximum recursion depth exceeded.*", "嵌套太深，或者互相引用没有尽头"),
    (r"too many (?:values to unpack|statically nested blocks).*", "层数或个数不符"),
    (r".*missing \d+ required .*|.*takes .* arguments? .*|.*unexpected keyword argument.*", "这里给的参数个数不对"),
    (r".*is not safely callable", "这里不能用括号调用"),
    (
        r".*not iterable|cannot unpack .*|unhashable type.*|.*not supported between.*|.*requires string as left operand.*",
        "这个值不能这样用",
    ),
)


def in_chinese(message: str) -> str:
    """The message in Chinese where it is one of Jinja's or Python's, unchanged where it is Chinese already."""
    for pattern, said in _SAID:
        found = re.fullmatch(pattern, message, re.DOTALL)
        if found:
            return found.expand(said)
    return message if re.search(r"[\u4e00-\u9fff]", message) else f"这里的写法不能用（{message[:200]}）"
