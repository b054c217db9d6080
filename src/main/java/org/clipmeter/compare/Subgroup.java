package org.clipmeter.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clipmeter.failure.InvalidRequestException;

/**
 * A comparison over some of its prompts.
 *
 * @param group what the prompts have in common, such as {@code drawbench} or {@code animal}
 * @param comparison the same figures over these prompts alone; no prompt is left out of them
 */
public record Subgroup(String group, PairedComparison comparison) {
    /**
     * The groups of a comparison, however small, in the order in which their first prompts come.
     *
     * @param whole the comparison, whose margin is used for each group
     * @throws InvalidRequestException in one line, if no prompt states what it would be grouped by
     */
    public static List<Subgroup> of(PairedComparison whole, PromptGrouping by) {
        Map<String, List<PromptPair>> groups = by.groups(whole.scores().pairs());
        if (by.tellsNothing(groups.keySet())) {
            throw new InvalidRequestException("compare: by " + by + ": "
                    + (by == PromptGrouping.SOURCE
                            ? "no prompt states its source"
                            : "no prompt has a question that states its element type; the prompts of TIFA have them"));
        }
        Equivalence equivalence = whole.equivalence();
        List<Subgroup> subgroups = new ArrayList<>();
        groups.forEach((group, pairs) -> subgroups.add(new Subgroup(
                group,
                PairedComparison.of(whole.scores().taking(pairs), equivalence == null ? null : equivalence.margin()))));
        return subgroups;
    }
}
