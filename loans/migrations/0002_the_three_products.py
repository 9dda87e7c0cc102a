from __future__ import annotations

from typing import Any

from django.db import migrations

# Names and codes: reference/domain.md §2.5. What they grant is in no public text: officers write the versions.
PRODUCTS = (
    ("lqjzd", "鲁青基准贷", "Lu-Qing base-rate loan"),
    ("lqdbd", "鲁青担保贷", "Lu-Qing guaranteed loan"),
    ("zbqncyd", "淄博青年创业贷", "Zibo youth start-up loan"),
)


def name_products(apps: Any, schema_editor: Any) -> None:
    LoanProduct = apps.get_model("loans", "LoanProduct")
    for code, name, name_en in PRODUCTS:
        LoanProduct.objects.get_or_create(code=code, defaults={"name": name, "name_en": name_en})


class Migration(migrations.Migration):
    dependencies = [("loans", "0001_products_calls_and_firms")]

    operations = [migrations.RunPython(name_products, migrations.RunPython.noop)]
