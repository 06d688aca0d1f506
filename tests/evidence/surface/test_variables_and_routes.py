import pytest

from diff_insight.evidence.diff.fact_kinds import FactKind as K
from tests.between import facts_between


def names(path: str, text: str, kind: K) -> list[str | None]:
    return [fact.after for fact in facts_between(path, "\n", text) if fact.kind is kind]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", 'x = os.environ.get("APP_MODE")\n'),
        ("a.py", "x = os.environ['APP_MODE']\n"),
        ("a.py", "if os.environ['APP_MODE'] == '1':\n    pass\n"),
        ("a.py", 'x = os.getenv("APP_MODE", "y")\n'),
        ("a.py", 'if "APP_MODE" in os.environ:\n    pass\n'),
        ("a.py", 'x = self._environ.get("APP_MODE")\n'),
        ("a.js", "const x = process.env.APP_MODE;\n"),
        ("a.ts", 'const x = process.env["APP_MODE"];\n'),
        ("a.go", 'package a\n\nvar x = os.Getenv("APP_MODE")\n'),
        ("a.rs", 'fn f() { std::env::var("APP_MODE"); }\n'),
        ("A.java", 'class A { String x = System.getenv("APP_MODE"); }\n'),
        ("a.cs", 'var x = Environment.GetEnvironmentVariable("APP_MODE");\n'),
        ("a.rb", 'x = ENV.fetch("APP_MODE")\n'),
        ("a.c", 'char *x = getenv("APP_MODE");\n'),
    ],
)
def test_variables_of_the_environment_are_read_off(path: str, text: str) -> None:
    assert names(path, text, K.VARIABLE_ADDED) == ["APP_MODE"]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", '# os.environ.get("APP_MODE")\n'),
        ("a.py", 'x = jinja.environment.get("APP_MODE")\n'),
        ("a.py", "x = os.environ[name]\n"),
        ("a.py", 'x = environ.get("HTTP_ACCEPT")\ny = environ["PATH_INFO"]\n'),  # of a request
        ("a.js", "const x = config.env.APP_MODE;\n"),
        ("a.go", 'package a\n\nvar x = settings.Getenv("APP_MODE")\n'),
        ("a.rb", 'x = OPTIONS["APP_MODE"]\n'),
        ("a.py", 'os.environ["APP_MODE"] = "x"\n'),  # set for others, not read
        ("a.js", 'process.env.APP_MODE = "x";\n'),
        ("a.rb", 'ENV["APP_MODE"] = "x"\n'),
    ],
)
def test_what_only_looks_like_a_variable_is_none(path: str, text: str) -> None:
    assert names(path, text, K.VARIABLE_ADDED) == []


def test_a_variable_that_is_read_in_another_way_is_not_new() -> None:
    old = 'mode = settings.from_env("APP_MODE")\n'
    assert not [f for f in facts_between("a.py", old, 'mode = os.getenv("APP_MODE")\n') if f.kind is K.VARIABLE_ADDED]


@pytest.mark.parametrize(
    ("path", "text", "route"),
    [
        ("a.py", '@app.route("/users", methods=["GET"])\ndef f(): pass\n', "GET /users"),
        ("a.py", '@bp.route("/users")\ndef f(): pass\n', "/users"),
        ("a.py", '@router.get("/users/{id}")\nasync def f(): pass\n', "GET /users/{id}"),
        ("a.py", 'urlpatterns = [\n    path("users/", views.users),\n]\n', "users/"),
        ("a.js", "app.get('/users', list);\n", "GET /users"),
        ("a.ts", "this.router.delete('/users/:id', remove);\n", "DELETE /users/:id"),
        ("A.java", 'class A {\n    @GetMapping("/users")\n    void f() {}\n}\n', "GET /users"),
        ("a.cs", 'class A {\n    [HttpGet("users")]\n    void F() {}\n}\n', "GET users"),
        ("a.go", 'package a\n\nfunc f() {\n\tmux.HandleFunc("GET /users", list)\n}\n', "GET /users"),
        ("a.go", 'package a\n\nfunc f() {\n\tr.POST("/users", add)\n}\n', "POST /users"),
        ("a.rb", "get '/users' do\nend\n", "GET /users"),
    ],
)
def test_routes_are_read_off(path: str, text: str, route: str) -> None:
    assert names(path, text, K.ROUTE_ADDED) == [route]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("a.py", 'response = client.get("/users")\n'),
        ("a.py", 'path("users/", views.users)\n'),  # no `urlpatterns`
        ("a.js", "axios.get('/users').then(show);\n"),
        ("a.js", "app.get('title');\n"),
        ("a.js", "cache.get('/users', fill);\n"),
        ("a.go", 'package a\n\nfunc f() {\n\thttp.Get("/users")\n}\n'),
        ("a.rb", "get '/users'\n"),
    ],
)
def test_what_only_looks_like_a_route_is_none(path: str, text: str) -> None:
    assert names(path, text, K.ROUTE_ADDED) == []


def test_an_example_in_a_docstring_declares_no_route() -> None:
    example = '    """Add a route.\n\n    @app.route("/books")\n    def books(): ...\n    """\n'
    text = f'def f():\n{example}\n\n@app.route("/users")\ndef g(): ...\n'
    assert names("a.py", text, K.ROUTE_ADDED) == ["/users"]


def test_an_example_in_a_comment_declares_no_route() -> None:
    comment = "/**\nAdd a route.\n\nserver.get('/proxy', (request, response) => {});\n*/\n"
    routes = "app.get('/api/*', (request, response) => {});\napp.get('/users', (request, response) => {});\n"
    assert names("a.js", comment + routes, K.ROUTE_ADDED) == ["GET /api/*", "GET /users"]
