"""Addresses of deployments, pipelines and the gate."""

from django.urls import path

from watchkeep.doors.console.pipelines import reading, sources

urlpatterns = [
    path("changes/deployments", reading.deployments, name="deployments"),
    path("changes/deployments/<int:pk>", reading.deployment, name="deployment"),
    path("changes/gate", reading.askings, name="gate-askings"),
    path("changes/pipelines", sources.pipelines, name="pipelines"),
    path("changes/pipelines/add/<slug:provider>", sources.add, name="pipeline-add"),
    path("changes/pipelines/<int:pk>", sources.pipeline, name="pipeline"),
    path("changes/pipelines/<int:pk>/edit", sources.edit, name="pipeline-edit"),
    path("changes/pipelines/<int:pk>/rules", sources.rules, name="pipeline-rules"),
    path("changes/pipelines/<int:pk>/key", sources.make_key, name="pipeline-key"),
    path("changes/pipelines/<int:pk>/switch", sources.switch, name="pipeline-switch"),
    path("changes/pipelines/deliveries/<int:pk>", sources.delivery, name="pipeline-delivery"),
    path("changes/pipelines/deliveries/<int:pk>/again", sources.read_again, name="pipeline-read-again"),
]
