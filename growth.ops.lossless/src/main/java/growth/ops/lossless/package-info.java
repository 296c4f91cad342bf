/** Growth operators that keep the function: Net2Net, bert2BERT, LEMON, HyperCloning, LLaMA-Pro, Staged Training. */
package growth.ops.lossless;
