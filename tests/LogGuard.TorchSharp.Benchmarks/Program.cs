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

    // Every network of the parity tests against the managed engine: outputs, gradients, losses.
    case "parity":
        return ParityRun.Run(device);

    // Memory runs short while a network trains, in sixteen processes, or in this one: the managed engine goes on.
    case "short":
        return Option("--megabytes") is null ? ShortRun.RunAll(device, Number("--steps", 16)) : ShortRun.Run(device, Number("--megabytes", 0));

    // Networks are made, trained and dropped: the memory of the process stays flat.
    case "many":
        return ManyRun.Run(device, Number("--networks", 1_000), Number("--hidden", 512));

    // Several sizes, beside the managed engine: SYMBOLS,HIDDEN,WINDOW,BATCH;...
    case "grid":
        return GridRun.Run(device, Option("--sizes") ?? GridRun.Sizes, Number("--threads", Environment.ProcessorCount), Number("--seconds", 10));

    // A detector over a small log: what it reports, whatever is missing of the engine.
    case "check":
        return await CheckRun.RunAsync(args.Contains("--managed") ? null : device);

    // The exit code of a program that ends while it trains: 7.
    case "exit":
        return ExitRun.Run(device);

    default:
        Console.Error.WriteLine("usage: rate [--large] [--mixed] | memory [--batches N] [--steps N] | stream [--windows N] [--seconds N] [--batch N] [--hidden N] | check [--managed] | exit | parity | short [--steps N | --megabytes N] | many [--networks N] [--hidden N] | grid [--sizes LIST] [--threads N] [--seconds N]; each with [--device auto|cpu|cuda|cuda:N]");
        return 2;
}

string? Option(string name)
{
    var place = Array.IndexOf(args, name);
    return place >= 0 && place + 1 < args.Length ? args[place + 1] : null;
}

int Number(string name, int otherwise) =>
    Option(name) is { } text ? int.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : otherwise;
