using Staple32.Retrieval;
using Xunit;

namespace Staple32.Tests.Retrieval;

/// <summary>Threads that want the same object at the same time, over loopback.</summary>
public sealed class ObjectFetcherThreadsTests
{
    private static readonly byte[] s_body = [1, 2, 3];
    private static readonly TimeSpan s_ample = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Many_threads_share_one_request()
    {
        var open = new TaskCompletionSource();
        await using var server = new FaultyServer(async exchange =>
        {
            await open.Task;
            await Faults.Good(s_body)(exchange);
        });
        using var transport = new HttpTransport();
        var fetcher = new ObjectFetcher(transport);
        FetchedObject[] found = new FetchedObject[16];
        Thread[] threads = Enumerable.Range(0, found.Length).Select(i => new Thread(() =>
            found[i] = fetcher.Fetch(new FetchRequest(server.Url, 100, s_ample)))).ToArray();
        foreach (Thread thread in threads)
            thread.Start();
        SpinWait.SpinUntil(() => threads.All(thread => thread.ThreadState.HasFlag(ThreadState.WaitSleepJoin)), s_ample);
        open.SetResult();
        foreach (Thread thread in threads)
            Assert.True(thread.Join(s_ample));

        Assert.All(found, one => Assert.Equal(s_body, one.Bytes!.Value.ToArray()));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Whoever_has_more_time_than_the_one_who_asked_first_asks_again()
    {
        await using var server = new FaultyServer(Faults.NeverAnswer);
        using var transport = new HttpTransport();
        var fetcher = new ObjectFetcher(transport);
        var hasty = new Thread(() => fetcher.Fetch(new FetchRequest(server.Url, 100, TimeSpan.FromMilliseconds(300))));
        hasty.Start();
        Assert.True(SpinWait.SpinUntil(() => server.Requests.Count > 0, s_ample));
        server.Behaviour = Faults.Good(s_body);
        Assert.NotNull(fetcher.Fetch(new FetchRequest(server.Url, 100, s_ample)).Bytes);
        Assert.True(hasty.Join(s_ample));
    }

    [Fact]
    public async Task Nobody_waits_longer_than_he_wants_to()
    {
        await using var server = new FaultyServer(Faults.NeverAnswer);
        using var transport = new HttpTransport();
        var fetcher = new ObjectFetcher(transport);
        var patient = new Thread(() => fetcher.Fetch(new FetchRequest(server.Url, 100, TimeSpan.FromSeconds(5))));
        patient.Start();
        Assert.True(SpinWait.SpinUntil(() => server.Requests.Count > 0, s_ample));
        FetchedObject none = fetcher.Fetch(new FetchRequest(server.Url, 100, TimeSpan.FromMilliseconds(100)));
        Assert.Equal((null, TransportFailure.Timeout), (none.Bytes, none.Failure));
        Assert.True(patient.IsAlive);
        Assert.True(patient.Join(s_ample));
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task Redirects_and_limits_are_those_of_the_transport()
    {
        await using var server = new FaultyServer(exchange =>
            exchange.Request.Target == "/" ? Faults.Redirect(302, "/elsewhere")(exchange) : Faults.Good(s_body)(exchange));
        using var transport = new HttpTransport();
        var fetcher = new ObjectFetcher(transport);
        Assert.Equal(TransportFailure.TooLarge, fetcher.Fetch(new FetchRequest(server.Url, 2, s_ample)).Failure);
        Assert.Equal(s_body, fetcher.Fetch(new FetchRequest(server.Url, 3, s_ample)).Bytes!.Value.ToArray());
        Assert.Equal(["/", "/elsewhere", "/", "/elsewhere"], server.Requests.Select(request => request.Target));
    }
}
