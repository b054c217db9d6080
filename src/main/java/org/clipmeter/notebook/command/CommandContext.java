package org.clipmeter.notebook.command;

import java.util.Map;
import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings of a command.
 *
 * @param session the state that lasts from one cell to the next
 * @param cell the cell that runs the command
 * @param assigned the variable that the cell assigns the command's value to; null if it is not known
 * @param objects the prompts and images among the arguments, by the variables' references as they are in the arguments,
 *     such as {@code $prompts}
 * @param body the lines below that of a cell magic, for a {@link TextCommand}; null for a line magic
 */
public record CommandContext(
        Session session,
        Cell cell,
        @Nullable String assigned,
        Map<String, Object> objects,
        @Nullable String body) {}
