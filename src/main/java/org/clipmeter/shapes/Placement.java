package org.clipmeter.shapes;

/**
 * Where a thing is drawn, in a picture 64 units wide, y downwards.
 *
 * @param angle in radians
 */
public record Placement(double x, double y, double radius, double angle) {}
