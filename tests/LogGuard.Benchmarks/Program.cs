using System.Diagnostics;
using LogGuard.Benchmarks.Emit;
static double Ns(EmitContender c,int threads,int n){ var sw=Stopwatch.StartNew(); var ts=Enumerable.Range(0,threads).Select(t=>{var th=new Thread(()=>{for(int i=0;i<n;i++) c.Emit(i+t*77);});th.Start();return th;}).ToArray(); foreach(var t in ts)t.Join(); return sw.Elapsed.TotalNanoseconds/n; }
foreach(var threads in new[]{1,8}){
 var no=EmitContender.NoOp(); var asy=EmitContender.Async(); var lg=EmitContender.LogGuard();
 int n=400_000/threads*2; var a=new List<double>();var b=new List<double>();var c=new List<double>();
 for(int r=0;r<9;r++){ a.Add(Ns(no,threads,n)); b.Add(Ns(asy,threads,n)); c.Add(Ns(lg,threads,n)); }
 a.Sort();b.Sort();c.Sort(); Console.WriteLine($"threads {threads}: noop {a[4]:f0} async +{b[4]-a[4]:f0} logguard +{c[4]-a[4]:f0}  {lg.Detector!.Counters}");
 for(int i=0;i<1000;i++) lg.Emit(i); 
 long x=GC.GetAllocatedBytesForCurrentThread(); for(int i=0;i<100000;i++) lg.Emit(i); long y=GC.GetAllocatedBytesForCurrentThread(); for(int i=0;i<100000;i++) no.Emit(i); long z=GC.GetAllocatedBytesForCurrentThread(); Console.WriteLine($"bytes lg {(y-x)/1e5:f2} noop {(z-y)/1e5:f2}");
 no.Dispose();asy.Dispose();lg.Dispose();
}
