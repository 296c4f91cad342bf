/** Examples of iterators that data kind dl4j reads, in a bundle of their own. */
package growth.example.dl4j;
