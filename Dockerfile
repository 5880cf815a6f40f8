# The bot for those who run containers; README.md, "Start it by itself", tells how.
# Settings and the token come from the environment; nothing secret is in the image.

FROM python:3.11-slim-bookworm AS build
RUN pip install --no-cache-dir uv==0.13.9
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /app
COPY pyproject.toml uv.lock ./
RUN uv sync --frozen --no-dev --extra postgres --no-install-project
COPY README.md LICENSE ./
COPY migrations ./migrations
COPY cogs ./cogs
COPY bot ./bot
RUN uv sync --frozen --no-dev --extra postgres --no-editable

FROM python:3.11-slim-bookworm
RUN useradd --system --uid 10001 --no-create-home hub \
    && install --directory --owner=hub --mode=0700 /data
COPY --from=build /app/.venv /app/.venv
ENV PATH="/app/.venv/bin:$PATH" DATA_DIR=/data
WORKDIR /app
USER 10001
VOLUME /data
# The bot writes the heartbeat every few seconds, as long as it reaches its database.
HEALTHCHECK --interval=60s --timeout=5s --start-period=60s --retries=3 \
    CMD ["python", "-c", "import os, sys, time; sys.exit(time.time() - os.stat('/data/heartbeat').st_mtime > 60)"]
ENTRYPOINT ["bot"]
CMD ["run"]
