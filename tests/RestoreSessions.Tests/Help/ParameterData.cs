namespace RestoreSessions.Tests.Help;

/// <summary>The block of YAML that stands under each parameter of a help page.</summary>
internal sealed class ParameterData
{
    public string Type { get; set; } = "";

    public string DefaultValue { get; set; } = "";

    public bool SupportsWildcards { get; set; }

    public List<string> Aliases { get; set; } = [];

    public List<ParameterSetData> ParameterSets { get; set; } = [];

    public bool DontShow { get; set; }

    public List<string> AcceptedValues { get; set; } = [];

    public string HelpMessage { get; set; } = "";

    /// <summary>Everything but the default value.</summary>
    public override string ToString() =>
        $"{Type} globbing={SupportsWildcards} aliases={string.Join(',', Aliases)} hidden={DontShow} values={string.Join(',', AcceptedValues)} message={HelpMessage}\n"
        + string.Join('\n', ParameterSets.OrderBy(set => set.Name, StringComparer.Ordinal));
}

/// <summary>What holds of a parameter in one parameter set.</summary>
internal sealed record ParameterSetData
{
    public string Name { get; set; } = "";

    public string Position { get; set; } = "";

    public bool IsRequired { get; set; }

    public bool ValueFromPipeline { get; set; }

    public bool ValueFromPipelineByPropertyName { get; set; }

    public bool ValueFromRemainingArguments { get; set; }
}
