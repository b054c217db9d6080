package org.clipmeter.shapes;

/**
 * The place of a thing in a picture that is 64 units wide, y downwards.
 *
 * @param angle in radians
 */
public record Placement(double x, double y, double radius, double angle) {}
