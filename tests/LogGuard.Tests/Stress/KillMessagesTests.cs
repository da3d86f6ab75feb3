using LogGuard.Stress.Kills;

namespace LogGuard.Tests.Stress;

public class KillMessagesTests
{
    [Theory]
    [InlineData("", 0, 0, false)]
    [InlineData("saving", 0, 1, true)]
    [InlineData("saving|saved 2", 2, 1, false)]
    [InlineData("saving|saved 2|saving", 2, 2, true)]
    [InlineData("saving|saved 2|saving|saved 3|sav", 3, 2, false)]
    public void WhatWasSaidLastTellsWhereItWasKilled(string lines, int saved, int begun, bool isSaving)
    {
        var said = new KillMessages();

        foreach (var line in lines.Split('|'))
        {
            said.Add(line);
        }

        Assert.Equal((saved, begun, isSaving), (said.LastSaved, said.Begun, said.IsSaving));
    }
}
