using System.Net;
using System.Net.Sockets;
using Staple32.Retrieval;
using Xunit;

namespace Staple32.Tests.Retrieval;

/// <summary>Names and addresses that are dead, slow or missing.</summary>
public sealed class ConnectingTests
{
    private static readonly TimeSpan s_ample = TimeSpan.FromSeconds(30);
    private static readonly IPAddress s_second = IPAddress.Parse("127.0.0.2");

    [Fact]
    public async Task The_second_of_two_addresses_is_taken_when_the_first_refuses()
    {
        await using var server = new FaultyServer(Faults.Good([1]));
        HttpAnswer answer = await AskAsync(server.Port, _ => [s_second, IPAddress.Loopback]);
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task The_second_of_two_addresses_is_taken_when_the_first_is_silent()
    {
        using var hole = new BlackHole(s_second);
        await using var server = new FaultyServer(Faults.Good([1]), port: hole.Port);
        long start = TimeProvider.System.GetTimestamp();
        HttpAnswer answer = await AskAsync(server.Port, _ => [s_second, IPAddress.Loopback]);

        Assert.Equal(200, answer.Status);
        Assert.True(TimeProvider.System.GetElapsedTime(start) < s_ample / 2);
    }

    [Fact]
    public async Task IPv4_is_tried_beside_several_silent_addresses_of_IPv6()
    {
        using var hole = new BlackHole(IPAddress.IPv6Loopback);
        await using var server = new FaultyServer(Faults.Good([1]), port: hole.Port);
        IPAddress[] addresses = [.. Enumerable.Repeat(IPAddress.IPv6Loopback, 14), IPAddress.Loopback];
        // Were they tried one after the other, the fifteenth would come too late.
        HttpAnswer answer = await AskAsync(
            server.Port, _ => addresses, timeout: TimeSpan.FromSeconds(6), attemptDelay: TimeSpan.FromMilliseconds(600));
        Assert.Equal(200, answer.Status);
    }

    [Fact]
    public async Task No_answer_to_SYN_is_a_timeout_and_no_longer()
    {
        using var hole = new BlackHole(IPAddress.Loopback);
        HttpAnswer answer = await AskAsync(hole.Port, _ => [IPAddress.Loopback], TimeSpan.FromMilliseconds(300));
        Assert.Equal((TransportFailure.Timeout, 0), (answer.Failure, answer.Status));
    }

    [Fact]
    public async Task Every_address_refusing_is_refused_without_waiting()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        int port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        HttpAnswer answer = await AskAsync(port, _ => [IPAddress.Loopback, s_second], attemptDelay: s_ample);
        Assert.Equal(TransportFailure.Refused, answer.Failure);
    }

    [Fact]
    public async Task A_name_that_does_not_resolve_is_a_failure_until_it_does()
    {
        await using var server = new FaultyServer(Faults.Good([1]));
        bool broken = true;
        using var transport = new HttpTransport(new()
        {
            ResolveName = name => broken ? throw new SocketException((int)SocketError.HostNotFound) : [IPAddress.Loopback],
        });
        var question = new HttpQuestion(new Uri($"http://ca.invalid:{server.Port}/"), null, CacheValidators.None);
        HttpAnswer answer = await transport.SendAsync(question, s_ample, 4096, default);
        Assert.Equal((TransportFailure.Dns, "cannot resolve ca.invalid"), (answer.Failure, answer.Detail));

        broken = false;
        Assert.Equal(200, (await transport.SendAsync(question, s_ample, 4096, default)).Status);
    }

    [Fact]
    public async Task The_machines_resolver_knows_no_invalid_names() =>
        Assert.Equal(TransportFailure.Dns, (await AskAsync(80, name => Dns.GetHostAddresses(name))).Failure);

    [Fact]
    public async Task A_name_without_addresses_does_not_resolve() =>
        Assert.Equal(TransportFailure.Dns, (await AskAsync(80, _ => [])).Failure);

    [Fact]
    public async Task A_resolver_that_hangs_costs_its_own_name_the_timeout_and_others_nothing()
    {
        using var release = new ManualResetEventSlim();
        int lookups = 0;
        await using var server = new FaultyServer(Faults.Good([1]));
        using var transport = new HttpTransport(new()
        {
            ResolveName = name =>
            {
                Interlocked.Increment(ref lookups);
                if (name.StartsWith("hang", StringComparison.Ordinal))
                    release.Wait();
                return [IPAddress.Loopback];
            },
        });
        Task<HttpAnswer> Ask(string host, TimeSpan timeout) => transport.SendAsync(
            new(new Uri($"http://{host}:{server.Port}/"), null, CacheValidators.None), timeout, 4096, default);

        try
        {
            // More of them than the pool has threads, and two per name.
            Task<HttpAnswer>[] hanging = [.. Enumerable.Range(0, 40).Select(i => Ask($"hang{i / 2}.invalid", TimeSpan.FromMilliseconds(300)))];
            Assert.Equal(200, (await Ask("well.invalid", s_ample)).Status);
            HttpAnswer[] answers = await Task.WhenAll(hanging).WaitAsync(s_ample);
            Assert.All(answers, answer => Assert.Equal(TransportFailure.Timeout, answer.Failure));
            Assert.Equal(21, Volatile.Read(ref lookups));
        }
        finally
        {
            release.Set();
        }
    }

    [Fact]
    public async Task Names_beyond_the_resolvers_threads_wait_for_one()
    {
        using var release = new ManualResetEventSlim();
        var names = new NameResolver(name =>
        {
            release.Wait();
            return [IPAddress.Loopback];
        });
        Task<IPAddress[]>[] all =
            [.. Enumerable.Range(0, NameResolver.MaxThreads * 3).Select(i => names.ResolveAsync($"n{i}.invalid", default))];
        release.Set();
        Assert.All(await Task.WhenAll(all).WaitAsync(s_ample), addresses => Assert.Equal([IPAddress.Loopback], addresses));
    }

    [Fact]
    public async Task Whoever_asks_for_a_hanging_name_can_leave()
    {
        using var release = new ManualResetEventSlim();
        var names = new NameResolver(name =>
        {
            release.Wait();
            return [IPAddress.Loopback];
        });
        using var cancel = new CancellationTokenSource();
        Task<IPAddress[]> leaves = names.ResolveAsync("hang.invalid", cancel.Token);
        Task<IPAddress[]> stays = names.ResolveAsync("HANG.invalid", default);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaves);
        release.Set();
        Assert.Equal([IPAddress.Loopback], await stays.WaitAsync(s_ample));
    }

    private static async Task<HttpAnswer> AskAsync(
        int port, Func<string, IPAddress[]> resolve, TimeSpan? timeout = null, TimeSpan? attemptDelay = null)
    {
        using var transport = new HttpTransport(new()
        {
            ResolveName = resolve,
            ConnectionAttemptDelay = attemptDelay ?? TimeSpan.FromMilliseconds(250),
        });
        var question = new HttpQuestion(new Uri($"http://ca.invalid:{port}/"), null, CacheValidators.None);
        return await transport.SendAsync(question, timeout ?? s_ample, 4096, default);
    }
}
