import torch, torch.nn.functional as F
d=torch.float64
x0=torch.sin(torch.arange(12.,dtype=d)).view(3,4)*1.5
y=torch.cos(torch.arange(12.,dtype=d)).view(3,4)+1.25
w=torch.tensor([.5,-1.,2.,.25],dtype=d); b=torch.tensor([.1,.2,-.3,.4],dtype=d)
m=torch.cos(torch.arange(20.,dtype=d)*.7).view(5,4)
lab=torch.tensor([2,-100,0]); ids=torch.tensor([2,0,0]); mask=torch.tensor([[True,False,True,True]]*3)
q4=lambda x: x.view(1,3,2,2).transpose(1,2)           # heads 2, positions 3, size 2
k4=y[:,:2].reshape(1,1,3,2); v4=y[:,2:].reshape(1,1,3,2)
bias=torch.sin(torch.arange(9.,dtype=d)).view(3,3)
ops=[
("linear",lambda x:F.linear(x,m,torch.arange(5.,dtype=d))),
("matmul",lambda x:x.view(3,2,2)@y.view(3,2,2)),("mm",lambda x:x@m.T),("bmm",lambda x:torch.bmm(x.view(3,2,2),y.view(3,2,2))),
("add",lambda x:torch.add(x,y,alpha=-.75)),("add rows",lambda x:x+w),("sub",lambda x:y-x),("mul",lambda x:x*y),("div",lambda x:x/y),
("div by",lambda x:y/(x+3)),("pow",lambda x:(x+3)**1.5),("neg",lambda x:-x),("abs",lambda x:x.abs()),("square",lambda x:x.square()),
("sqrt",lambda x:(x+3).sqrt()),("rsqrt",lambda x:(x+3).rsqrt()),("exp",lambda x:x.exp()),("log",lambda x:(x+3).log()),
("tanh",lambda x:x.tanh()),("sigmoid",lambda x:x.sigmoid()),("relu",lambda x:x.relu()),("silu",lambda x:F.silu(x)),
("gelu",lambda x:F.gelu(x)),("gelu tanh",lambda x:F.gelu(x,approximate='tanh')),
("rmsNorm",lambda x:F.rms_norm(x,[4],w,1e-5)),("layerNorm",lambda x:F.layer_norm(x,[4],w,b,1e-5)),
("softmax",lambda x:F.softmax(x,0)),("logSoftmax",lambda x:F.log_softmax(x,1)),("logSumExp",lambda x:x.logsumexp(1,True)),
("attention",lambda x:F.scaled_dot_product_attention(q4(x),k4,v4,is_causal=True,scale=.6,enable_gqa=True)),
("attention bias",lambda x:F.scaled_dot_product_attention(q4(x),k4,v4,attn_mask=bias,scale=.6,enable_gqa=True)),
("crossEntropy",lambda x:F.cross_entropy(x,lab,reduction='sum',label_smoothing=.1)),
("embedding",lambda x:F.embedding(ids,x)),("indexSelect",lambda x:x.index_select(1,ids)),("gather",lambda x:x.gather(1,ids.view(3,1))),
("where",lambda x:torch.where(mask,x,y)),("maskedFill",lambda x:x.masked_fill(mask,.5)),
("cat",lambda x:torch.cat([x,y,x],1)),("stack",lambda x:torch.stack([x,y],1)),("narrow",lambda x:x.narrow(1,1,2)),("select",lambda x:x.select(0,1)),
("split",lambda x:torch.split(x,[1,3],1)[1]),("roll",lambda x:torch.roll(x,1,1)),("permute",lambda x:x.view(3,2,2).permute(2,0,1)),
("transpose",lambda x:x.transpose(0,1).reshape(2,6)),("expand",lambda x:x.unsqueeze(1).expand(3,2,4)),
("sum",lambda x:x.sum()),("sum 0",lambda x:x.sum([0])),("mean",lambda x:x.mean()),("mean 1",lambda x:x.mean([1],True)),("amax",lambda x:x.amax([1])),
("norm",lambda x:x.norm()),
]
for n,f in ops:
    x=x0.clone().requires_grad_(); r=f(x); c=torch.cos(torch.arange(1.,r.numel()+1,dtype=d)).view(r.shape); s=(r*c).sum(); s.backward()
    g=(x.grad*torch.cos(torch.arange(1.,13,dtype=d)).view(3,4)).sum()
    print('%s,%.9g,%.9g'%(n,s.item(),g.item()))
