package org.clipmeter.shapes;

/** One coloured shape. */
public record Thing(Color color, Shape shape, Size size, Fill fill) {}
