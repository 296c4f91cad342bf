"""The peer of gpu-check.sh: the same model in PyTorch, eager and compiled, on batches of the same size. It needs nothing but torch.

    python3 peer.py --like bench.json --device cuda --precision bf16 --out peer.json

reads the models from what `growth bench --json` has written. A model of its own that has another number of parameters, or whose first
loss is not that of chance, is refused: its times would say nothing. The usual way of PyTorch: f32 parameters, autocast to bf16, SDPA,
fused AdamW, gradients clipped to a norm of 1. The loss is read in every step, as Growth does.
"""
import argparse, json, math, statistics, sys, time

import torch
import torch.nn.functional as F
from torch import nn


class WrongModel(Exception):
    """The peer is not the model that it shall be compared with."""


class Block(nn.Module):
    """One pre-norm block of GPT-2 (LayerNorm, GELU, biases) or Llama (RMSNorm, rotary positions, SwiGLU)."""

    def __init__(self, m):
        super().__init__()
        h, f, self.llama, self.heads = m["hidden"], m["intermediate"], m["family"] == "llama", m["heads"]
        bias = not self.llama
        self.norm1, self.norm2 = (nn.RMSNorm(h, eps=1e-5) if self.llama else nn.LayerNorm(h) for _ in range(2))
        self.qkv, self.out = nn.Linear(h, 3 * h, bias=bias), nn.Linear(h, h, bias=bias)
        self.up, self.down = nn.Linear(h, 2 * f if self.llama else f, bias=bias), nn.Linear(f, h, bias=bias)

    def forward(self, x, rotary):
        rows, length, hidden = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(rows, length, 3, self.heads, hidden // self.heads).permute(2, 0, 3, 1, 4)
        if self.llama:
            q, k = rotate(q, *rotary), rotate(k, *rotary)
        mixed = F.scaled_dot_product_attention(q, k, v, is_causal=True)
        x = x + self.out(mixed.transpose(1, 2).reshape(rows, length, hidden))
        y = self.up(self.norm2(x))
        if self.llama:
            gate, up = y.chunk(2, -1)
            return x + self.down(F.silu(gate) * up)
        return x + self.down(F.gelu(y, approximate="tanh"))


def rotate(x, cos, sin):
    first, second = x.float().chunk(2, -1)
    return torch.cat((first * cos - second * sin, second * cos + first * sin), -1).to(x.dtype)


class Model(nn.Module):
    """A causal language model with a tied head; returns the mean loss."""

    def __init__(self, m):
        super().__init__()
        self.llama = m["family"] == "llama"
        self.tokens = nn.Embedding(m["vocabulary"], m["hidden"])
        self.positions = None if self.llama else nn.Embedding(m["context"], m["hidden"])
        self.blocks = nn.ModuleList(Block(m) for _ in range(m["layers"]))
        self.norm = nn.RMSNorm(m["hidden"], eps=1e-5) if self.llama else nn.LayerNorm(m["hidden"])
        self.head = None if m["tied"] else nn.Linear(m["hidden"], m["vocabulary"], bias=False)
        size = m["hidden"] // m["heads"]
        angles = torch.outer(torch.arange(m["context"]).float(), 10000.0 ** (-torch.arange(0, size, 2).float() / size))
        self.register_buffer("cos", angles.cos(), persistent=False)
        self.register_buffer("sin", angles.sin(), persistent=False)
        for p in self.parameters():
            if p.dim() > 1:
                nn.init.normal_(p, std=0.02)

    def forward(self, inputs, labels):
        x = self.tokens(inputs)
        if self.positions is not None:
            x = x + self.positions.weight[: inputs.shape[1]]
        for block in self.blocks:
            x = block(x, (self.cos, self.sin))
        logits = F.linear(self.norm(x), self.tokens.weight if self.head is None else self.head.weight)
        return F.cross_entropy(logits.flatten(0, 1).float(), labels.flatten())


def finish(device):
    if device.startswith("cuda"):
        torch.cuda.synchronize(device)


def peak(device, dtype):
    """The best of ten products of square matrices of random numbers, operations per second."""
    n = 8192 if device.startswith("cuda") else 1024
    a, b = (torch.randn(n, n, device=device, dtype=dtype) for _ in range(2))
    best = float("inf")
    for _ in range(13):
        finish(device)
        begin = time.perf_counter()
        a @ b
        finish(device)
        best = min(best, time.perf_counter() - begin)
    return 2 * n**3 / best


def measure(size, mode, args):
    m, rows = size["model"], size["sequences"]
    torch.manual_seed(args.seed)
    model = Model(m).to(args.device)
    parameters = sum(p.numel() for p in model.parameters())
    if parameters != size["parameters"]:
        raise WrongModel(f"{parameters:,} parameters here, {size['parameters']:,} in Growth")
    run = torch.compile(model) if mode == "compiled" else model
    optimizer = torch.optim.AdamW(model.parameters(), lr=1e-4, betas=(0.9, 0.95), weight_decay=0.1, fused=True)
    text = torch.randint(m["vocabulary"], (rows, m["context"] + 1), device=args.device)
    inputs, labels = text[:, :-1].contiguous(), text[:, 1:].contiguous()

    def step():
        with torch.autocast(args.device.split(":")[0], torch.bfloat16, enabled=args.precision == "bf16"):
            loss = run(inputs, labels)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        return loss.item()

    first, chance = step(), math.log(m["vocabulary"])
    # logits of a tied head of 2048 inputs and weights of 0.02 vary by 0.9, which adds 0.4 to the loss of chance
    if not chance - 0.2 < first < chance + 0.8:
        raise WrongModel(f"the first loss is {first:.3f}; that of chance is ln({m['vocabulary']}) = {chance:.3f}")
    for _ in range(args.warmup - 1):
        step()
    seconds, begun = [], time.perf_counter()
    while len(seconds) < 3 or time.perf_counter() - begun < args.seconds:
        finish(args.device)
        begin = time.perf_counter()
        loss = step()
        finish(args.device)
        seconds.append(time.perf_counter() - begin)
    median = statistics.median(seconds)
    memory = torch.cuda.max_memory_allocated(args.device) if args.device.startswith("cuda") else None
    return {"size": size["size"], "mode": mode, "parameters": parameters, "sequences": rows, "steps": len(seconds),
            "first_loss": first, "loss_of_chance": chance, "loss": loss,
            "median_ms": 1e3 * median, "best_ms": 1e3 * min(seconds), "tokens_per_second": rows * m["context"] / median,
            "flops_per_second": size["flops_per_step"] / median, "allocated_bytes": memory}


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--like", required=True, help="JSON of `growth bench`")
    parser.add_argument("--out", required=True, help="JSON to write")
    parser.add_argument("--modes", default="eager,compiled", help="eager, compiled or both")
    parser.add_argument("--device", default="cuda")
    parser.add_argument("--precision", choices=("f32", "bf16"), default="bf16")
    parser.add_argument("--seconds", type=float, default=10, help="of measured steps per size and mode")
    parser.add_argument("--warmup", type=int, default=3)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with open(args.like) as file:
        sizes = json.load(file)["sizes"]
    dtype = torch.bfloat16 if args.precision == "bf16" else torch.float32
    report = {"torch": torch.__version__, "device": torch.cuda.get_device_name(args.device) if args.device.startswith("cuda") else "cpu",
              "precision": args.precision, "peak_flops_per_second": peak(args.device, dtype), "sizes": []}
    for size in sizes:
        for mode in args.modes.split(","):
            try:
                found = measure(size, mode, args)
            except Exception as failure:  # the other sizes and modes are worth knowing
                found = {"size": size["size"], "mode": mode, "failure": f"{type(failure).__name__}: {str(failure).splitlines()[0]}"}
            report["sizes"].append(found)
            print(json.dumps(found), flush=True)
            if args.device.startswith("cuda"):
                torch.cuda.empty_cache()
            with open(args.out, "w") as file:
                json.dump(report, file, indent=2)
    wrong = [f"{s['size']} {s['mode']}: {s['failure']}" for s in report["sizes"] if s.get("failure", "").startswith(WrongModel.__name__)]
    if wrong:
        sys.exit("peer: FAILED, another model than Growth's: " + "; ".join(wrong))


if __name__ == "__main__":
    main()
