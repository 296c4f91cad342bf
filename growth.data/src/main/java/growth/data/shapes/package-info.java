/** Generated images of shapes, so that a vision model can be trained without data. */
package growth.data.shapes;
