package org.clipmeter.notebook.command;

import org.clipmeter.notebook.session.Session;
import org.clipmeter.notebook.view.Cell;
import org.jspecify.annotations.Nullable;

/**
 * The surroundings of a command.
 *
 * @param session the state that lasts from one cell to the next
 * @param cell the cell that runs the command
 * @param assigned the variable that the cell assigns the command's value to; null if it is not known
 */
public record CommandContext(
        Session session, Cell cell, @Nullable String assigned) {}
