"""What the tables themselves refuse, whatever writes them (RULES 2.0.2)."""


def refusal(name: str, words: str) -> str:
    """Raise a refusal that carries a constraint's name."""
    return (
        f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation',"
        f" CONSTRAINT = '{name}', TABLE = TG_TABLE_NAME;"
    )


BORN_WAITING = refusal("approvals_born_waiting", "a request is born waiting")

# A decision stands; what was asked stays; no tier is left out; who decides has ruled.
IN_TURN = f"""
IF OLD.decision <> 'WAITING' THEN
  {refusal("approvals_decided_once", "the request is decided")}
END IF;
IF (OLD.number, OLD.case_id, OLD.office_id, OLD.kind, OLD.reason, OLD.details,
    OLD.asked_by_id, OLD.asked_at, OLD.level, OLD.tiers, OLD.apart)
   IS DISTINCT FROM
   (NEW.number, NEW.case_id, NEW.office_id, NEW.kind, NEW.reason, NEW.details,
    NEW.asked_by_id, NEW.asked_at, NEW.level, NEW.tiers, NEW.apart) THEN
  {refusal("approvals_question_stays", "what was asked can not be changed")}
END IF;
IF NEW.tier <> OLD.tier AND (NEW.tier <> OLD.tier + 1 OR NEW.decision <> 'WAITING'
    OR NOT EXISTS (SELECT FROM approvals_tierdecision t WHERE t.request_id = NEW.id
      AND t.tier = OLD.tier AND t.verdict = 'APPROVED')) THEN
  {refusal("approvals_tier_in_turn", "no tier is left out")}
END IF;
IF NEW.decision IN ('APPROVED', 'RETURNED') AND NOT EXISTS (
    SELECT FROM approvals_tierdecision t WHERE t.request_id = NEW.id
      AND t.tier = NEW.tier AND t.verdict = NEW.decision
      AND t.decided_by_id = NEW.decided_by_id) THEN
  {refusal("approvals_tier_in_turn", "who decides has said so")}
END IF;
IF NEW.decision = 'APPROVED'
   AND NEW.tier + 1 < jsonb_array_length(NEW.tiers) THEN
  {refusal("approvals_tier_in_turn", "a tier is still to come")}
END IF;
RETURN NEW;
"""  # noqa: S608 (no values, only names of our own)

# The lock makes two people who decide at once wait for each other. A case that is
# hidden does not exist for whom it is about: what is not seen is refused. A deputy acts
# in his holder's name, so that the asker's deputy decides for the asker.
ONE_WHO_MAY = f"""
SELECT * INTO asked FROM approvals_request WHERE id = NEW.request_id
  FOR NO KEY UPDATE;
IF NOT FOUND THEN
  {refusal("approvals_not_about_oneself", "this request does not exist for him")}
END IF;
IF asked.decision <> 'WAITING' OR asked.tier <> NEW.tier THEN
  {refusal("approvals_tier_in_turn", "this tier is decided")}
END IF;
IF asked.asked_by_id IN (NEW.decided_by_id, NEW.decided_for_id) THEN
  {refusal("approvals_not_ones_own", "nobody decides his own request")}
END IF;
IF NOT EXISTS (SELECT FROM cases_case c WHERE c.id = asked.case_id
    AND c.hidden_from_id IS DISTINCT FROM NEW.decided_by_id
    AND (c.hidden_from_id IS NULL
      OR c.hidden_from_id IS DISTINCT FROM NEW.decided_for_id)) THEN
  {refusal("approvals_not_about_oneself", "nobody decides about himself")}
END IF;
IF asked.post <> '' AND NOT EXISTS (SELECT FROM organisation_appointment a
    JOIN organisation_office o ON o.id = asked.office_id
    WHERE a.post = asked.post
      AND (a.office_id = o.id OR a.office_id IS NULL AND a.company_id = o.company_id)
      AND a.starts_on <= day AND coalesce(a.ends_on, day) >= day
      AND (NEW.decided_for_id IS NULL AND a.holder_id = NEW.decided_by_id
        OR a.holder_id = NEW.decided_for_id AND a.deputy_id = NEW.decided_by_id
          AND day BETWEEN a.deputy_from AND a.deputy_to)) THEN
  {refusal("approvals_decider_holds_the_post", "who decides holds the post")}
END IF;
NEW.apart := asked.apart;
RETURN NEW;
"""  # noqa: S608
