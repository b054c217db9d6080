package org.clipmeter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.clipmeter.prompts.PromptFile;
import org.clipmeter.prompts.PromptSet;
import org.clipmeter.table.Overview;
import org.clipmeter.table.PromptTable;
import org.clipmeter.table.TableText;
import tech.tablesaw.api.Table;

/** Prompts as a result: what {@code %tifa} takes, with what was found wrong on the way. */
public final class PromptList implements Result {
    private final PromptSet prompts;
    private final List<String> warnings;

    private PromptList(PromptSet prompts, List<String> warnings) {
        this.prompts = prompts;
        this.warnings = warnings;
    }

    /** The prompts of a file or of another source; its problems are the warnings. */
    public static PromptList of(PromptFile file) {
        return new PromptList(file.prompts(), file.problems());
    }

    /** Where the prompts come from: {@code TIFA v1.0}, {@code shapes}, a file's name. */
    @Override
    public String name() {
        return prompts.name();
    }

    @Override
    public PromptList named(String newName) {
        return new PromptList(prompts.named(newName), warnings);
    }

    /** The prompts themselves, with their questions. */
    public PromptSet prompts() {
        return prompts;
    }

    /** No model, no value and no image; as many items as there are prompts. */
    @Override
    public Overview overview() {
        return new Overview("", "", null, 0, prompts.size(), "");
    }

    /** How many prompts there are, how many were there to take, and how many each block has. */
    @Override
    public Summary summary() {
        List<Summary.Fact> facts = new ArrayList<>();
        facts.add(new Summary.Fact("available", Integer.toString(prompts.availableCount())));
        prompts.countBySource().forEach((source, count) -> facts.add(new Summary.Fact(source, count.toString())));
        return Summary.of(
                new Summary.Headline(
                        "",
                        Integer.toString(prompts.size()),
                        (prompts.size() == 1 ? " prompt of " : " prompts of ") + name()),
                facts,
                warnings,
                List.of("A score of these prompts is comparable only with a score of the same prompts."));
    }

    /** A row for each prompt; see {@link PromptTable#of}. */
    @Override
    public Table table() {
        return PromptTable.of(prompts);
    }

    /** {@code name}, and {@code prompts}: an object for each row of {@link #table}. */
    @Override
    public String json() {
        return TableText.json(table(), "prompts", Map.of("name", name()));
    }

    /** What is wrong with the source's file, a line for each row or part of one that was left out. */
    @Override
    public List<String> warnings() {
        return warnings;
    }

    @Override
    public String toString() {
        return summary().text();
    }
}
