/** An example of a growth operator in a bundle of its own. */
package growth.example.noisy;
