using System.Globalization;

namespace RestoreSessions.Benchmarks;

/// <summary>Runs contenders in turn, A B A B, so that what disturbs the machine disturbs both; medians are compared.</summary>
internal static class Comparison
{
    /// <summary>So many runs of each, in turn.</summary>
    public static IReadOnlyList<Runs> Measure(int times, params Contender[] contenders)
    {
        List<Run>[] runs = [.. contenders.Select(_ => new List<Run>())];
        for (int i = 0; i < times; i++)
        {
            for (int c = 0; c < contenders.Length; c++)
            {
                Run run = Client.Measure(contenders[c]);
                runs[c].Add(run);
                Console.Error.WriteLine($"  {contenders[c].Script} {contenders[c].Mode}: {string.Join(", ", run.Repetitions.Select(r => r.Last().Value.ToString("0", CultureInfo.InvariantCulture)))} ms, {run.Peak / 1e6:0} MB");
            }
        }

        return [.. runs.Select(r => new Runs(r))];
    }
}

/// <summary>Several runs of one contender.</summary>
internal sealed class Runs(IReadOnlyList<Run> runs)
{
    /// <summary>The median of a figure.</summary>
    public double Median(Func<Run, double> figure)
    {
        double[] sorted = [.. runs.Select(figure).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
