package org.clipmeter.notebook.command;

/** A command to which the lines below that of a cell magic are one text, and not further arguments. */
public interface TextCommand {}
