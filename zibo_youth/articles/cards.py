"""What the articles show on the house's own pages: a card with the three sections."""

from django.utils.translation import gettext_lazy as _

from zibo_youth.core import cards

from .models import Article


def register_cards() -> None:
    """Called once, when the app is ready."""
    cards.register(
        cards.ProgrammeCard(
            key="articles",
            title=_("来淄须知"),
            summary=_("人才政策、找工作的途径、在淄博的生活：来之前看一看，来之后用得上。"),
            home=cards.Link(_("来淄须知"), "article_index"),
            start=cards.Link(_("查看全部文章"), "article_index"),
            links=tuple(
                cards.Link(section.label, "article_index", f"?section={section.value}")
                for section in Article.Section
            ),
            icon="img/articles.svg",
        )
    )
