// An order service that watches its own log. One request is one session, which ends with the line of its response. --load runs
// load and faults against the service, and --framework-logs a shop whose log is mostly the framework's; see README.md.
using WebApi;
using WebApi.FrameworkLogs;
using WebApi.Load;
using WebApi.Shop;

if (args.Contains(ShopSettings.Option))
{
    return args.Contains("--load") ? await FrameworkLogRun.RunAsync(LoadPlan.Parse(args)) : await ShopApp.RunAsync(ShopSettings.Parse(args));
}

if (args.Contains("--load"))
{
    return await LoadRun.RunAsync(LoadPlan.Parse(args));
}

await using var app = OrderApp.Create(args);
await app.RunAsync();
return 0;

/* Expected output with --load; rates and times are the machine's, and the times in the lines with them. "…" stands for what was left out:
Learning from 5,000 requests ...
  LogGuard: training on 5,000 sessions with 37,279 events and 24 templates.
  LogGuard: detecting, with a model of 5,000 sessions.
  …
3 deploys, with 2,000 requests after each ...
deploy of version 1.0.0
  …
deploy of version 2.0.0
  …
deploy of version 1.0.0
  …
0 alerts over 3 deploys.
20,000 requests, 50 with each of four faults ...
skipped-step: 50 struck, 50 found, 50 with the step named. The first one:
Cut short in session 695aa2172c0f0c533a11ddd2dc1c05a1, ended after line 7: [Information] Request POST /orders/{id}/ship answered with 200
  why:      "Order {OrderId} packed in {Parcels} parcels" occurred 1 fewer time than "Shipment of order {OrderId} requested"; it occurred as often in each of the 5,000 sessions learnt from
  expected: "Request {Method} {Route} answered with {StatusCode}" (99.9 %)
  workflow: line 5, "Carrier booked for order {OrderId}" came after "{Quantity} of {Product} picked for order {OrderId}", and between them "Order {OrderId} packed in {Parcels} parcels" is missing
  slow:     "Carrier booked for order {OrderId}" took 30.1 ms until "Order {OrderId} handed over to the carrier"; usually 6 ms, and 99 times in 100 no more than 19.9 ms
  before:   "Shipment of order {OrderId} requested" > 3 × "{Quantity} of {Product} picked for order {OrderId}" > "Carrier booked for order {OrderId}" > "Order {OrderId} handed over to the carrier" > "Request {Method} {Route} answered with {StatusCode}"
slow-step: 50 struck, 50 found, 50 with the step named. The first one:
Unusual value in session b9c2e8b2d07a7426bfd4c27292eb2a5a, line 4: [Information] Order 8f64241e7591b56f comes to 65.50
  why:      it came 2.91 s after the previous line; usual is up to 0.063 s (99.99 %)
  workflow: it came in its place after "Stock of {Product} checked for order {OrderId}: {Quantity} wanted", but late
  slow:     "Stock of {Product} checked for order {OrderId}: {Quantity} wanted" took 2.9 s until "Order {OrderId} comes to {Total}"; usually 5.9 ms, and 99 times in 100 no more than 41.9 ms
  before:   "Order {OrderId} with {LineCount} lines received from {Customer}" > 2 × "Stock of {Product} checked for order {OrderId}: {Quantity} wanted"
retry-storm: 50 struck, 50 found, 50 with the step named. The first one:
Unusual counts in session 691991287deb976651f0b78df5d8cbf9, line 4: [Warning] The payment provider did not answer about order 8f13c360142568e2, attempt 2; trying again
  why:      "The {Service} did not answer about order {OrderId}, attempt {Attempt}; trying again" occurred twice; it occurred at most once in the 5,000 sessions learnt from
  expected: "The {Service} did not answer about order {OrderId}, attempt {Attempt}; trying again" never (97.5 %), or "The {Service} did not answer about order {OrderId}, attempt {Attempt}; trying again" once (2.5 %)
  workflow: it came once more after "The {Service} did not answer about order {OrderId}, attempt {Attempt}; trying again"
  slow:     "Payment of order {OrderId} requested by {Card}" took 27 ms until "Card for order {OrderId} checked"; usually 5.3 ms, and 99 times in 100 no more than 16 ms
  before:   "Payment of order {OrderId} requested by {Card}" > "Card for order {OrderId} checked" > "The {Service} did not answer about order {OrderId}, attempt {Attempt}; trying again"
new-exception: 50 struck, 50 found, 50 with the step named. The first one:
Unknown line in session 7f3eb5d77b5a31645dfe61b0d230bcfa, line 6: [Error] Request POST /orders/ failed (InvalidOperationException: The answer could not be understood (a fault that was asked for).)
  why:      no line like this occurred in the 5,000 sessions learnt from
  expected: "Order {OrderId} stored" (99.9 %)
  workflow: it came after "Order {OrderId} comes to {Total}", and is no step of this workflow
  before:   "Order {OrderId} with {LineCount} lines received from {Customer}" > 3 × "Stock of {Product} checked for order {OrderId}: {Quantity} wanted" > "Order {OrderId} comes to {Total}"
1 false alarms; the machine stood still for … ms at most.
FALSE ALARM: Unusual value in session 327d171974be7f98698acc05b9d9bf35, line 4: [Information] 436.30 captured for order 8933be6434fe8d3f
  why:      'Amount' is 436.3; usual is up to 434.5 (99.99 %)
  workflow: it came in its place after "Payment of order {OrderId} authorised"
  before:   "Payment of order {OrderId} requested by {Card}" > "Card for order {OrderId} checked" > "Payment of order {OrderId} authorised"
The service without LogGuard gets as many requests, to be as warm ...
Comparing, 8 runs of 4 s with LogGuard and as many without, in turns ...
  with:      1157.8 requests a second, 99 in 100 within 49.88 ms, 0.35 processors
  without:   1147.3 requests a second, 99 in 100 within 51.13 ms, 0.31 processors
  ratios:     1.002 requests a second, 1.000 of the time
The same with a backend that takes no time, so that the processor is all that there is to wait for ...
  with:     21575.2 requests a second, 99 in 100 within 4.48 ms, 1.04 processors
  without:  21925.7 requests a second, 99 in 100 within 3.62 ms, 0.88 processors
  ratios:     1.001 requests a second, 1.237 of the time
result requests_per_second_ratio=1.002 p99_ratio=1.000 faults=200 found=200 step_right=200 false_alarms=1 worst_detection_ms=172 alerts_over_deploys=0
*/
