package org.clipmeter.pairs;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.clipmeter.pairs.names.KnownIds;
import org.clipmeter.prompts.Prompt;
import org.clipmeter.prompts.PromptIds;
import org.clipmeter.prompts.PromptSet;

/**
 * The prompts to join images with, beside all prompts that their file has: what belongs to a prompt that was not taken is
 * outside the limit, and never moved to another. A <em>place</em> counts all prompts, a <em>position</em> those taken.
 */
final class Catalogue {
    private final PromptSet set;
    private final List<String> all;
    private final KnownIds known;
    private final boolean head;
    private final Map<String, Integer> positions = new HashMap<>();

    Catalogue(PromptSet set) {
        this.set = set;
        List<String> taken = set.prompts().stream().map(Prompt::id).toList();
        List<String> available = set.ids().all();
        this.all = new HashSet<>(available).containsAll(taken) ? available : taken;
        this.known = new KnownIds(all, FileKinds::isPicture);
        this.head = all.subList(0, Math.min(taken.size(), all.size())).equals(taken);
        for (int i = 0; i < taken.size(); i++) {
            positions.putIfAbsent(taken.get(i), i);
        }
    }

    PromptSet set() {
        return set;
    }

    PromptIds ids() {
        return set.ids();
    }

    KnownIds known() {
        return known;
    }

    /** How many prompts an index may count: all in the file, or those of a sample. */
    int count() {
        return head ? all.size() : set.size();
    }

    /** Whether the first prompts were taken, so that a position in the selection is one in the file. */
    boolean isHead() {
        return head;
    }

    String id(int place) {
        return all.get(place);
    }

    /** The place of the prompt that an index counts. */
    int placeOf(int index) {
        return head ? index : known.find(set.prompts().get(index).id());
    }

    /** The position of the prompt at a place, or -1 if it was not taken. */
    int position(int place) {
        if (head) {
            return place < set.size() ? place : -1;
        }
        return positions.getOrDefault(all.get(place), -1);
    }

    /** What the ids look like, for a message. */
    String example() {
        if (all.isEmpty()) {
            return "coco_301091";
        }
        String last = all.get(all.size() - 1);
        return all.size() == 1 ? last : Messages.name(all.get(0)) + " … " + Messages.name(last);
    }
}
