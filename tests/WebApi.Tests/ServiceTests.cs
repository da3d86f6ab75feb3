using System.Net;
using System.Text.Json;
using WebApi.Faults;
using WebApi.Orders;

namespace WebApi.Tests;

public class ServiceTests
{
    [Fact]
    public async Task AFaultThatIsNotAllowedIsNotHad()
    {
        await using var service = await RunningService.StartAsync();
        var random = new Random(3);

        var id = await service.OrderAsync(random);
        var shipped = await service.Client.SendAsync($"/orders/{id}/cancel", null, FaultKind.NewException, random);
        using var answer = await service.Http.PostAsync("/faults/slow-step", null);

        Assert.Equal((200, (string?)null), (shipped.Status, shipped.Struck));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Fact]
    public async Task AFaultIsSwitchedOnAndOffForAShareOfAllRequests()
    {
        await using var service = await RunningService.StartAsync("--faults");
        var order = new NewOrder("customer 2", [new OrderLine("tea", 1)]);
        var random = new Random(4);

        using var on = await service.Http.PostAsync("/faults/new-exception?rate=1", null);
        var failed = await service.Client.SendAsync("/orders", order, null, random);
        using var off = await service.Http.PostAsync("/faults/new-exception?rate=0", null);
        var made = await service.Client.SendAsync("/orders", order, null, random);
        using var wrong = await service.Http.PostAsync("/faults/new-exception?rate=2", null);
        using var unknown = await service.Http.PostAsync("/faults/flood", null);

        Assert.Equal((500, 201), (failed.Status, made.Status));
        Assert.Contains(failed.Struck, Operation.Create.Steps);
        Assert.Equal((HttpStatusCode.BadRequest, HttpStatusCode.NotFound), (wrong.StatusCode, unknown.StatusCode));
    }

    [Fact]
    public async Task TheHealthSaysWhatTheDetectorIsAt()
    {
        await using var service = await RunningService.StartAsync();

        using var health = JsonDocument.Parse(await service.Http.GetStringAsync("/health"));

        Assert.Equal("Healthy", health.RootElement.GetProperty("status").GetString());
        Assert.Equal("Collecting", health.RootElement.GetProperty("anomaly-detector").GetProperty("state").GetString());
    }

    [Fact]
    public async Task ARequestIsOneSessionThatEndsWithIt()
    {
        await using var service = await RunningService.StartAsync();
        var random = new Random(6);

        await service.OrderAsync(random);
        await service.OrderAsync(random);
        using var health = await service.Http.GetAsync("/health");
        await service.Detector.FlushAsync();

        Assert.Equal((2, 0), (service.Detector.Counters.SessionsClosed, service.Detector.Counters.OpenSessions));
    }
}
