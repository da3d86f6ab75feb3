using LogGuard.Tests.Support;

namespace LogGuard.Tests.Parsing;

public sealed class RotationScheduleTests
{
    public static TheoryData<int> Decades => [.. Enumerable.Range(0, 20)];

    [Theory]
    [MemberData(nameof(Decades))]
    public void WhateverHappensToTheFilesEachLineIsReadOnce(int decade)
    {
        for (var seed = 10 * decade; seed < 10 * (decade + 1); seed++)
        {
            using var log = new RotatingLog(seed);

            log.Run(40);

            var place = log.Written.Zip(log.Read).TakeWhile(pair => pair.First == pair.Second).Count();
            Assert.True(
                log.Written.Count == log.Read.Count && place == log.Read.Count,
                $"Seed {seed}: {log.Written.Except(log.Read).Count()} lost, {log.Read.Count - log.Read.Distinct().Count()} doubled or alike; line {place} is "
                + $"{log.Read.ElementAtOrDefault(place)?[..Math.Min(30, log.Read[place].Length)]} instead of {log.Written.ElementAtOrDefault(place)?[..Math.Min(30, log.Written[place].Length)]}\n{string.Join('\n', log.Story)}");
        }
    }
}
