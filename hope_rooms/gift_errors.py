"""Refusals about money and goods: each names the broken rule, and what would change it."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from zibo_youth.core.errors import DomainError


class AmountMissing(DomainError):
    """金额须大于零."""

    code = "amount_missing"
    message = _("金额须大于零，精确到分")
    field = "amount"


class NameMissing(DomainError):
    """名称未填."""

    code = "donor_name_missing"
    message = _("请填写捐赠方名称；不愿留名的写“爱心捐赠方”")
    field = "name"


class GiftMoved(DomainError):
    """捐赠状态已变 (the gift is not where this step begins)."""

    code = "gift_moved"
    message = _("这笔捐赠现在是“%(state)s”，不能办理这一步，请刷新后再试")


class ReceiptMissing(DomainError):
    """票据号未填 (the charity issues the receipt; the portal keeps its number)."""

    code = "receipt_missing"
    message = _("请填写慈善组织开具的票据号；本平台不开具票据")
    field = "receipt_no"


class GiftUsedUp(DomainError):
    """余额不足 (Σ allocations and refunds would exceed what was received)."""

    code = "gift_used_up"
    message = _("这笔捐赠的可用余额不足：还有 %(left)s 元，这次要 %(asked)s 元；请减少金额，或改用另一笔捐赠")
    field = "amount"


class PurposeLocked(DomainError):
    """用途限定 (the donor gave it for something else; only the donor's consent changes that)."""

    code = "gift_purpose_locked"
    message = _(
        "捐赠方限定用于%(purpose)s，不能用于这间小屋；须先登记捐赠方同意变更用途的材料，并由另一人核准"
    )
    field = "room"


class PurposeIncomplete(DomainError):
    """用途不完整 (a restriction names one district or one room, and nothing besides)."""

    code = "gift_purpose_incomplete"
    message = _("限定用途须写明一个区县或一间小屋；不限定的不要填写")
    field = "purpose"


class ConsentPaperMissing(DomainError):
    """缺少捐赠方同意书 (a purpose changes with the donor's paper only)."""

    code = "donor_consent_missing"
    message = _("请写明捐赠方同意变更用途的材料名称和编号，并附上扫描件")
    field = "consent"


class ChangeStands(DomainError):
    """已有待核准的变更."""

    code = "purpose_change_stands"
    message = _("这笔捐赠已有一项用途变更等待核准；先处理它，再申请新的变更")


class ChangeMoved(DomainError):
    """变更已处理 (somebody was faster)."""

    code = "purpose_change_moved"
    message = _("这项用途变更已经处理，请刷新后再看")


class ApprovedByAnother(DomainError):
    """须由另一人核准 (two keys: nobody decides about what they asked for or counted themselves)."""

    code = "money_decided_by_another"
    message = _("自己申请的用途变更和自己盘点的数量须由另一个人核准")


class RoomTakesNoMoney(DomainError):
    """小屋不在建设中 (money is for a room that is approved and not yet lived in)."""

    code = "room_takes_no_money"
    message = _("只有已批准、正在建设的小屋可以分配资金和物资，这间小屋现在是“%(state)s”")
    field = "room"


class AllocationUsedUp(DomainError):
    """分配余额不足 (spent would exceed allocated)."""

    code = "allocation_used_up"
    message = _(
        "支出不能超过已分配的金额：这一项还有 %(left)s 元，这次要 %(asked)s 元；请先追加分配，或核对金额"
    )
    field = "amount"


class VoucherMissing(DomainError):
    """凭证未填."""

    code = "voucher_missing"
    message = _("请填写凭证号；退款还须写明理由")
    field = "voucher"


class PaidInTheFuture(DomainError):
    """日期未到."""

    code = "money_day_has_not_come"
    message = _("日期不能晚于今天")
    field = "on"


class UnderFunded(DomainError):
    """资金未落实 (allocations do not cover every line of the bill)."""

    code = "room_under_funded"
    message = _("资金须按科目全部落实后才能开工：%(lines)s；其他科目多出的不能抵用")


class LineNotPlanned(DomainError):
    """料单没有这一科目 (money for a line that the room's bill does not have covers nothing)."""

    code = "line_not_planned"
    message = _("这间小屋的料单没有“%(line)s”，有的是：%(lines)s")
    field = "line"


class NothingToTakeBack(DomainError):
    """没有可收回的 (all of it was paid, or went back already)."""

    code = "allocation_nothing_left"
    message = _("这一项分配了 %(amount)s 元，已全部支出或收回，没有可以收回的")
    field = "allocation"


class FundsStand(DomainError):
    """资金已落实 (a funded room stays funded until it is called off)."""

    code = "allocation_funds_stand"
    message = _("只有资金落实以前可以收回分配，这间小屋现在是“%(state)s”；取消建设时未支出的自动收回")
    field = "allocation"


class GoodsMoved(DomainError):
    """实物捐赠状态已变."""

    code = "goods_moved"
    message = _("这批实物现在是“%(state)s”，不能办理这一步，请刷新后再试")


class GoodsMissing(DomainError):
    """未填物资 (a gift in kind has lines, and is worth something)."""

    code = "goods_missing"
    message = _("请至少登记一种物资，每种物资只登记一行，数量和参考单价须大于零")
    field = "lines"


class InspectionMissing(DomainError):
    """查验结论未填."""

    code = "inspection_missing"
    message = _("请写明查验结论或不接收的理由")
    field = "note"


class StockShort(DomainError):
    """库存不足 (more than lies there and is not promised)."""

    code = "stock_short"
    message = _(
        "库存不足：现有 %(quantity)s，已预留 %(reserved)s，可用 %(free)s，这次要 %(asked)s；"
        "请减少数量，或先入库"
    )
    field = "quantity"


class GoodsShort(DomainError):
    """小屋物资不足 (more than was reserved for the room, or brought there)."""

    code = "room_goods_short"
    message = _(
        "这间小屋没有这么多：已预留 %(reserved)s，已领出未安装 %(issued)s，这次要 %(asked)s；请先预留或领出"
    )
    field = "quantity"


class QuantityMissing(DomainError):
    """数量须大于零."""

    code = "quantity_missing"
    message = _("数量须大于零；报损须写明原因")
    field = "quantity"


class TakeStands(DomainError):
    """已有盘点 (one stock-take at a time at a place)."""

    code = "stock_take_stands"
    message = _("这个存放单位已有一次盘点等待确认；先由另一人确认它")


class TakeOver(DomainError):
    """盘点已确认 (a final stock-take stays)."""

    code = "stock_take_over"
    message = _("这次盘点已经确认，不能更改；数量有误请重新盘点")


class CountsMissing(DomainError):
    """盘点不全."""

    code = "stock_counts_missing"
    message = _("请清点这个存放单位的每一种物资，数量不能为负")
    field = "counts"


class SharingNotAgreed(DomainError):
    """监护人未同意向捐赠方说明进展 (or took it back)."""

    code = "sharing_not_agreed"
    message = _("家庭没有同意向捐赠方说明进展，这里不显示小屋的情况")
    status = 403


class AdoptionNotAgreed(SharingNotAgreed):
    """监护人未同意，不能认领 (staff are told what would change it)."""

    message = _("家庭没有同意“向捐赠方说明”，不能认领；请先在儿童档案里登记监护人的同意")


class NamingNotAgreed(DomainError):
    """家庭未同意冠名."""

    code = "naming_not_agreed"
    message = _("家庭没有同意在门牌上写捐赠方名称；可以不冠名认领，或先登记监护人的同意")
    field = "names_the_sign"


class RoomIsAdopted(DomainError):
    """已被认领."""

    code = "room_is_adopted"
    message = _("这间小屋已有捐赠方认领")
    field = "room"


class TooFewRooms(DomainError):
    """小屋太少 (where an area has few rooms, a stage would point at one child)."""

    code = "too_few_rooms"
    message = _(
        "您认领的小屋所在区县目前小屋较少，为保护孩子，暂不显示单间进展；达到 %(least)s 间后可以在这里查看"
    )
    status = 403


class CodeUnknown(DomainError):
    """查询码无效."""

    code = "adoption_code_unknown"
    message = _("没有找到这个查询码对应的认领，请核对后再试")
    status = 404


class CampaignNameMissing(DomainError):
    """活动名称未填."""

    code = "campaign_name_missing"
    message = _("请填写筹款活动的名称")
    field = "name"


class CampaignDaysWrong(DomainError):
    """活动日期颠倒."""

    code = "campaign_days_wrong"
    message = _("活动 %(starts_on)s 开始，结束日期不能是 %(ends_on)s")
    field = "ends_on"


class CampaignStands(DomainError):
    """活动已有 (one campaign of a name begins on a day)."""

    code = "campaign_stands"
    message = _("%(starts_on)s 开始的“%(name)s”已经登记，不用再开设")
    field = "name"
