using LogGuard;
using LogGuard.TorchSharp.Benchmarks;

// Each takes --device auto|cpu|cuda|cuda:N.
var device = TorchDevice.Parse(Option("--device") ?? "cpu");
switch (args.FirstOrDefault())
{
    // How fast DeepLog's network is, and with --large one of 10,000 keys; the managed engine and PyTorch beside it.
    case "rate":
        return RateRun.Run(device, args.Contains("--large"), args.Contains("--mixed"));

    // The memory of the process while it predicts and trains.
    case "memory":
        return MemoryRun.Run(device, Number("--batches", 1_000_000), Number("--steps", 10_000));

    // Windows by the hundred million, read from disk while a large network learns from them.
    case "stream":
        return StreamRun.Run(device, Number("--windows", 100_000_000), Number("--seconds", 60), Number("--batch", 1024), Number("--hidden", 512));

    // A detector over a small log: what it reports, whatever is missing of the engine.
    case "check":
        return await CheckRun.RunAsync(args.Contains("--managed") ? null : device);

    // The exit code of a program that ends while it trains: 7.
    case "exit":
        return ExitRun.Run(device);

    default:
        Console.Error.WriteLine("usage: rate [--large] [--mixed] | memory [--batches N] [--steps N] | stream [--windows N] [--seconds N] [--batch N] [--hidden N] | check [--managed] | exit; each with [--device auto|cpu|cuda|cuda:N]");
        return 2;
}

string? Option(string name)
{
    var place = Array.IndexOf(args, name);
    return place >= 0 && place + 1 < args.Length ? args[place + 1] : null;
}

int Number(string name, int otherwise) =>
    Option(name) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;
