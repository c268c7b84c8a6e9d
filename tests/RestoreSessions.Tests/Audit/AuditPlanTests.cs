using CsCheck;
using RestoreSessions.Audit;
using Xunit;

namespace RestoreSessions.Tests.Audit;

/// <summary>Which periods a run lists: a function of what is known, what is wanted, and the time.</summary>
public sealed class AuditPlanTests
{
    private static readonly DateTime Now = new(2026, 6, 1, 12, 0, 0, DateTimeKind.Utc);

    [Fact]
    public void what_is_known_is_listed_from_a_day_before_its_frontier_with_an_open_end()
    {
        AuditPeriod only = Assert.Single(Run(new AuditAccount { Frontier = Now.AddHours(-1) }, null, Now, _ => 10));
        Assert.Equal((Now.AddHours(-25), null, Now), (only.From, only.To, only.Frontier));
    }

    [Fact]
    public void a_first_run_goes_from_the_beginning_to_an_open_end_without_a_gap()
    {
        List<AuditPeriod> periods = Run(new AuditAccount(), null, Now, _ => 10);
        Assert.Null(periods[0].From);
        AssertWithoutGap(periods, null);
        Assert.InRange(periods.Count, 5, 20);
    }

    [Fact]
    public void a_first_run_begins_where_the_user_wants_it()
    {
        List<AuditPeriod> periods = Run(new AuditAccount { From = Now.AddDays(-30) }, Now.AddDays(-30), Now, _ => 10);
        AssertWithoutGap(periods, Now.AddDays(-30));
    }

    [Fact]
    public void periods_grow_while_they_have_few_sessions_and_shrink_where_they_have_too_many()
    {
        List<AuditPeriod> few = Run(new AuditAccount { From = Now.AddDays(-100) }, null, Now, _ => 999);
        Assert.Equal([1, 2, 4, 8, 16, 32], few.SkipLast(1).Select(period => (int)Math.Round((period.To - period.From)!.Value.TotalDays)));
        List<AuditPeriod> many = Run(new AuditAccount { From = Now.AddDays(-10) }, null, Now, period => (int)(((period.To ?? Now) - period.From!.Value).TotalHours * 1_000));
        Assert.All(many, period => Assert.InRange(((period.To ?? Now) - period.From!.Value).TotalHours, 0, 10));
        AssertWithoutGap(many, Now.AddDays(-10));
    }

    [Fact]
    public void a_period_that_cannot_be_shorter_is_listed_however_many_sessions_it_has() =>
        AssertWithoutGap(Run(new AuditAccount { From = Now.AddHours(-20) }, null, Now, _ => 1_000_000), Now.AddHours(-20));

    [Fact]
    public void a_frontier_in_the_future_is_listed_anew_from_what_the_file_can_have()
    {
        Assert.Null(Run(new AuditAccount { Frontier = Now.AddYears(1) }, null, Now, _ => 10)[0].From);
        Assert.Equal(Now.AddDays(-9), Run(new AuditAccount { Frontier = Now.AddYears(1), From = Now.AddDays(-9) }, null, Now, _ => 10)[0].From);
        Assert.Equal(Now.AddDays(-3), Run(new AuditAccount { Frontier = Now.AddYears(1), From = Now.AddDays(-9), Since = Now.AddDays(-3) }, null, Now, _ => 10)[0].From);
        List<AuditPeriod> both = Run(new AuditAccount { Frontier = Now.AddYears(1), From = Now.AddDays(-9), Since = Now.AddYears(1).AddDays(-1) }, null, Now, _ => 10);
        Assert.Equal(Now.AddDays(-9), both[0].From);
        Assert.Equal(Now, both[^1].Frontier);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(23 * 3600)]
    public void a_clock_that_goes_back_by_less_than_the_overlap_forgets_nothing(int seconds)
    {
        AuditAccount account = new() { Frontier = Now.AddSeconds(seconds) };
        account.Done.Add(Guid.NewGuid(), Now.AddSeconds(seconds - 100).AddDays(-1).AddSeconds(101));
        AuditPeriod only = Assert.Single(Run(account, null, Now, _ => 10));
        Assert.Equal((Now.AddSeconds(seconds).AddDays(-1), null, Now.AddSeconds(seconds)), (only.From, only.To, only.Frontier));
        Assert.Single(account.Done);
    }

    [Fact]
    public void an_earlier_start_is_listed_backwards_and_a_later_one_changes_nothing()
    {
        AuditAccount account = new() { From = Now.AddDays(-10), Frontier = Now.AddHours(-1) };
        List<AuditPeriod> periods = Run(account, Now.AddDays(-40), Now, _ => 10);
        AuditPeriod[] back = [.. periods.Where(period => period.IsBackward)];
        Assert.Equal(periods.Skip(1), back);
        Assert.Equal(Now.AddDays(-10).AddSeconds(1), back[0].To);
        Assert.All(back.Zip(back.Skip(1)), pair => Assert.Equal(pair.First.From!.Value.AddSeconds(1), pair.Second.To));
        Assert.Equal(Now.AddDays(-40), back[^1].From);
        Assert.Equal(Now.AddDays(-40), account.From);
        Assert.Single(Run(account, Now.AddDays(-40), Now, _ => 10));
        Assert.Single(Run(account, Now.AddDays(-1), Now, _ => 10));
        Assert.Equal(Now.AddDays(-40), account.From);
    }

    [Fact]
    public void a_first_run_that_ends_in_its_third_period_goes_on_there()
    {
        AuditAccount account = new() { From = Now.AddDays(-100) };
        AuditPlan plan = new(account, null, Now);
        for (int i = 0; i < 2; i++)
        {
            AuditPeriod period = plan.Next()!;
            account.Complete(period);
            plan.GoOn(period, 5_000);
        }

        _ = plan.Next();
        Assert.Equal(Now.AddDays(-98).AddSeconds(-1), account.Frontier);
        List<AuditPeriod> rest = Run(account, null, Now, _ => 5_000);
        Assert.Equal(account.From, Now.AddDays(-100));
        AssertWithoutGap(rest, Now.AddDays(-99).AddSeconds(-1));
    }

    [Fact]
    public void whatever_is_known_and_wanted_nothing_lies_between_two_periods() => Gen.Select(Gen.Int[-20_000, 20_000], Gen.Int[-20_000, 20_000], Gen.Int[-20_000, 20_000], Gen.Int[0, AuditPlan.Most], Gen.Int[0, 7]).Sample(
        (from, frontier, wanted, count, given) =>
        {
            AuditAccount account = new() { From = (given & 1) == 0 ? null : Now.AddHours(from), Frontier = (given & 2) == 0 ? null : Now.AddHours(Math.Max(from, frontier)) };
            DateTime? since = (given & 4) == 0 ? null : Now.AddHours(wanted);
            DateTime? start = account.Frontier is null || account.Frontier > Now.AddDays(1) ? account.From : account.Frontier - AuditAccount.Overlap;
            DateTime? before = account.Frontier <= Now.AddDays(1) ? account.Frontier : null;
            List<AuditPeriod> periods = Run(account, since, Now, _ => count);
            AuditPeriod[] forward = [.. periods.Where(period => !period.IsBackward)];
            AssertWithoutGap(forward, start, before > Now ? before.Value : Now);
            Assert.All(forward, period => Assert.False(period.Frontier < before, "what was known is forgotten"));
            Assert.True(since is null || account.From is null || account.From <= since);
        },
        iter: 2_000);

    private static List<AuditPeriod> Run(AuditAccount account, DateTime? wanted, DateTime now, Func<AuditPeriod, int> count)
    {
        AuditPlan plan = new(account, wanted, now);
        List<AuditPeriod> periods = [];
        while (plan.Next() is { } period)
        {
            Assert.True(periods.Count < 10_000, "there is no end");
            if (count(period) > AuditPlan.Most && plan.Shorten())
            {
                continue;
            }

            periods.Add(period);
            account.Complete(period);
            plan.GoOn(period, count(period));
        }

        return periods;
    }

    // A server leaves out what starts at the very edge.
    private static void AssertWithoutGap(IReadOnlyList<AuditPeriod> periods, DateTime? from, DateTime? frontier = null)
    {
        Assert.Equal(from, periods[0].From);
        Assert.All(periods.Zip(periods.Skip(1)), pair => Assert.Equal(pair.First.To!.Value.AddSeconds(-1), pair.Second.From));
        Assert.Null(periods[^1].To);
        Assert.Equal(frontier ?? Now, periods[^1].Frontier);
    }
}
