"""The package of one confirmed version, made before a person asks for it."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.packages import Packages
    from models.messages import ids
    from models.messages.package import ConfirmedVersion
    from workflows import options


@workflow.defn(name=ids.PACKAGE)
class PackageWorkflow:
    """Renders and packs once a version; beside the claim's own workflow, so that no act ever waits for it."""

    @workflow.run
    async def run(self, confirmed: ConfirmedVersion) -> None:
        """Make the package, tried again until the stores answer."""
        await workflow.execute_activity_method(Packages.make_ahead, confirmed, **options.AHEAD)
