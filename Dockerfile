# The programme without Docker's help is `make run`; this is for those who have Docker.
FROM python:3.13-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
RUN python -m venv /opt/venv
ENV PATH=/opt/venv/bin:$PATH
COPY requirements.txt /tmp/
RUN pip install --require-hashes --requirement /tmp/requirements.txt
WORKDIR /srv/propertyservice
COPY . .
# Placeholders of this one step: nothing connects and nothing of them stays.
RUN python tools/messages.py compile \
    && SECRET_KEY=unused DATABASE_URL=postgresql://unused REDIS_URL=redis://unused \
    STATIC_ROOT=/srv/static python manage.py collectstatic --noinput

FROM python:3.13-slim
RUN useradd --system --uid 10001 --home-dir /srv --shell /usr/sbin/nologin app \
    && install --directory --owner app /srv/files /srv/backups
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DJANGO_SETTINGS_MODULE=propertyservice.settings \
    HOST=0.0.0.0 PORT=8000 STATIC_ROOT=/srv/static MEDIA_ROOT=/srv/files
COPY --from=build /opt/venv /opt/venv
COPY --from=build /srv/static /srv/static
COPY --from=build /srv/propertyservice /srv/propertyservice
WORKDIR /srv/propertyservice
USER app
VOLUME ["/srv/files", "/srv/backups"]
EXPOSE 8000
CMD ["python", "-m", "gunicorn", "propertyservice.wsgi"]
