//! The bodies that the vendor takes, field by field.

use super::shape::{ANY_INTEGER, ANY_NUMBER, Field, OPTIONAL_TEXT, Shape, TEXTS, may, must};
use Shape::{Any, Bool, Integer, List, Map, Name, Number, Object, Or, Text, Word};

const AUDIO: Shape = Word(&[
    "pcm_8000",
    "pcm_16000",
    "pcm_22050",
    "pcm_24000",
    "pcm_44100",
    "pcm_48000",
    "ulaw_8000",
]);

const TTS_MODEL: Shape = Word(&[
    "eleven_turbo_v2",
    "eleven_turbo_v2_5",
    "eleven_flash_v2",
    "eleven_flash_v2_5",
    "eleven_multilingual_v2",
    "eleven_v3_conversational",
    "eleven_v4",
    "eleven_v4_turbo",
]);

const DYNAMIC_VARIABLES: Shape = Object(&[may("dynamic_variable_placeholders", Map(&Any))]);

const ASSIGNMENT: Shape = Object(&[
    may("source", Word(&["response"])),
    must("dynamic_variable", Text),
    must("value_path", Text),
    may("sanitize", Bool),
    may("preserve_native_type", Bool),
]);

const INTERRUPTION: Shape = Word(&["allow", "disable_during_tool", "disable_during_tool_and_turn"]);
const PRE_TOOL_SPEECH: Shape = Word(&["auto", "force", "off"]);
const TOOL_ERRORS: Shape = Word(&["auto", "summarized", "passthrough", "hide"]);

/// Fields of every tool, whatever its type.
const TOOL_COMMON: [Field; 9] = [
    must("name", Name),
    may("disable_interruptions", Bool),
    may("interruption_mode", INTERRUPTION),
    may("force_pre_tool_speech", Bool),
    may("pre_tool_speech", PRE_TOOL_SPEECH),
    may("assignments", List(&ASSIGNMENT)),
    may("tool_call_sound", OPTIONAL_TEXT),
    may("tool_call_sound_behavior", Word(&["auto", "always"])),
    may("tool_error_handling_mode", TOOL_ERRORS),
];

const API_SCHEMA: Shape = Object(&[
    must("url", Text),
    may("method", Word(&["GET", "POST", "PUT", "PATCH", "DELETE"])),
    may("request_headers", Map(&Any)),
    may("path_params_schema", Map(&Any)),
    may(
        "query_params_schema",
        Or(&Object(&[must("properties", Map(&Any)), may("required", TEXTS)])),
    ),
    may("request_body_schema", Or(&Map(&Any))),
    may("response_body_schema", Or(&Map(&Any))),
    may("response_filter", Any),
    may("content_type", Word(&["application/json", "application/x-www-form-urlencoded"])),
    may("auth_resolved_params", TEXTS),
    may("auth_connection", Any),
]);

pub(super) const WEBHOOK_TOOL: Shape = Object(&WEBHOOK_TOOL_FIELDS);

const WEBHOOK_TOOL_FIELDS: [Field; 17] = concat(
    TOOL_COMMON,
    [
        may("type", Word(&["webhook"])),
        must("description", Text),
        may("response_timeout_secs", Integer(5, 300)),
        may("dynamic_variables", DYNAMIC_VARIABLES),
        may("execution_mode", Word(&["immediate", "post_tool_speech", "async"])),
        must("api_schema", API_SCHEMA),
        may("follow_redirects", Or(&Bool)),
        may("follow_redirects_allowed_domains", Or(&TEXTS)),
    ],
);

pub(super) const SYSTEM_TOOL: Shape = Object(&SYSTEM_TOOL_FIELDS);

const SYSTEM_TOOL_FIELDS: [Field; 13] = concat(
    TOOL_COMMON,
    [
        may("type", Word(&["system"])),
        may("description", Text),
        may("response_timeout_secs", ANY_INTEGER),
        must("params", SYSTEM_PARAMS),
    ],
);

const SYSTEM_PARAMS: Shape = Object(&[
    must(
        "system_tool_type",
        Word(&[
            "end_call",
            "language_detection",
            "transfer_to_agent",
            "transfer_to_number",
            "skip_turn",
            "play_keypad_touch_tone",
            "voicemail_detection",
        ]),
    ),
    may("voicemail_message", OPTIONAL_TEXT),
    may("wait_timeout_secs", Or(&ANY_NUMBER)),
    may("use_out_of_band_dtmf", Bool),
    may("suppress_turn_after_dtmf", Bool),
    may("only_at_conversation_start", Bool),
    may("transfers", Any),
]);

/// The fields of the client tool are of no concern here; its type is known, and that is all.
pub(super) const TOOL_REQUEST: Shape =
    Object(&[must("tool_config", Map(&Any)), may("response_mocks", Or(&List(&Any)))]);

const BUILT_IN_TOOLS: Shape = Object(&[
    may("transfer_to_agent", Or(&SYSTEM_TOOL)),
    may("end_call", Or(&SYSTEM_TOOL)),
    may("language_detection", Or(&SYSTEM_TOOL)),
    may("transfer_to_number", Or(&SYSTEM_TOOL)),
    may("skip_turn", Or(&SYSTEM_TOOL)),
    may("play_keypad_touch_tone", Or(&SYSTEM_TOOL)),
    may("voicemail_detection", Or(&SYSTEM_TOOL)),
]);

const PROMPT: Shape = Object(&[
    may("prompt", Text),
    may("llm", Text),
    may("reasoning_effort", Any),
    may("thinking_budget", Or(&ANY_INTEGER)),
    may("enable_reasoning_summary", Bool),
    may("temperature", Or(&Number(0.0, 2.0))),
    may("max_tokens", ANY_INTEGER),
    may("tool_ids", TEXTS),
    may("built_in_tools", BUILT_IN_TOOLS),
    may("mcp_server_ids", TEXTS),
    may("native_mcp_server_ids", TEXTS),
    may("knowledge_base", List(&Any)),
    may("custom_llm", Any),
    may("ignore_default_personality", Or(&Bool)),
    may("rag", Any),
    may("timezone", OPTIONAL_TEXT),
    may("backup_llm_config", Any),
    may("cascade_timeout_seconds", Number(2.0, 15.0)),
    may("tools", List(&Any)),
    may("service_tier", Or(&Word(&["standard", "fast"]))),
    may("tool_ids_strict", Or(&Bool)),
    may("enable_parallel_tool_calls", Or(&Bool)),
]);

const AGENT: Shape = Object(&[
    may("first_message", Text),
    may("language", Text),
    may("hinglish_mode", Bool),
    may("dynamic_variables", DYNAMIC_VARIABLES),
    may("disable_first_message_interruptions", Bool),
    may("max_conversation_duration_message", Text),
    may("text_behavior_overrides", Any),
    may("prompt", PROMPT),
]);

const ASR: Shape = Object(&[
    may("quality", Word(&["high"])),
    may("provider", Word(&["elevenlabs", "scribe_realtime", "scribe_v2_turbo"])),
    may("user_input_audio_format", AUDIO),
    may("keywords", TEXTS),
]);

const TTS: Shape = Object(&[
    may("model_id", TTS_MODEL),
    may("voice_id", Text),
    may("supported_voices", List(&Any)),
    may("expressive_mode", Bool),
    may("suggested_audio_tags", List(&Any)),
    may("agent_output_audio_format", AUDIO),
    may("optimize_streaming_latency", Integer(0, 4)),
    may("stability", Number(0.0, 1.0)),
    may("speed", Number(0.7, 1.2)),
    may("similarity_boost", Number(0.0, 1.0)),
    may("text_normalisation_type", Word(&["system_prompt", "elevenlabs"])),
    may("pronunciation_dictionary_locators", List(&Any)),
    may("enable_phoneme_tags", Bool),
    may("clone_strength", Or(&ANY_NUMBER)),
    may("audio_effects", Any),
]);

const TURN: Shape = Object(&[
    may("turn_timeout", ANY_NUMBER),
    may("initial_wait_time", Or(&ANY_NUMBER)),
    may("silence_end_call_timeout", ANY_NUMBER),
    may("mode", Word(&["silence", "turn"])),
    may("turn_eagerness", Word(&["patient", "normal", "eager"])),
    may("spelling_patience", Word(&["auto", "off"])),
    may("speculative_turn", Bool),
    may("retranscribe_on_turn_timeout", Bool),
    may("turn_model", Word(&["turn_v2", "turn_v3"])),
    may("interruption_ignore_terms", TEXTS),
    may("interruption_ignore_term_languages", TEXTS),
    may("merge_with_default_ignore_terms", Bool),
    may("transcribe_on_disabled_interruptions", Bool),
    may("soft_timeout_config", Any),
    may("noisy_environment_detection", Or(&Bool)),
    may("noisy_environment_message", OPTIONAL_TEXT),
]);

const CONVERSATION: Shape = Object(&[
    may("text_only", Bool),
    may("max_duration_seconds", Integer(1, 7200)),
    may("client_events", TEXTS),
    may("file_input", Any),
    may("monitoring_enabled", Bool),
    may("monitoring_events", TEXTS),
    may("background_sound", Any),
    may("source_attribution", Bool),
    may("dtmf_input_settings", Any),
]);

const PROMPT_OVERRIDE: Shape = Object(&[
    may("prompt", OPTIONAL_TEXT),
    may("llm", OPTIONAL_TEXT),
    may("tool_ids", Or(&TEXTS)),
    may("native_mcp_server_ids", Or(&TEXTS)),
    may("knowledge_base", Any),
    may("reasoning_effort", Any),
    may("tool_ids_strict", Or(&Bool)),
]);

/// What a single call, or a language, may change.
const CLIENT_OVERRIDE: Shape = Object(&[
    may("asr", Or(&Map(&Any))),
    may("turn", Or(&Map(&Any))),
    may("tts", Or(&TTS)),
    may(
        "conversation",
        Or(&Object(&[
            may("text_only", Or(&Bool)),
            may("max_duration_seconds", Or(&Integer(1, 7200))),
        ])),
    ),
    may(
        "agent",
        Or(&Object(&[
            may("first_message", OPTIONAL_TEXT),
            may("language", OPTIONAL_TEXT),
            may("max_conversation_duration_message", OPTIONAL_TEXT),
            may("prompt", Or(&PROMPT_OVERRIDE)),
        ])),
    ),
]);

const CONVERSATION_CONFIG: Shape = Object(&[
    may("asr", ASR),
    may("turn", TURN),
    may("tts", TTS),
    may("conversation", CONVERSATION),
    may(
        "language_presets",
        Map(&Object(&[
            must("overrides", CLIENT_OVERRIDE),
            may("first_message_translation", Any),
            may("soft_timeout_translation", Any),
            may("noisy_environment_message_translation", Any),
        ])),
    ),
    may("vad", Any),
    may("agent", AGENT),
]);

const EVENTS: Shape = List(&Word(&[
    "transcript",
    "audio",
    "call_initiation_failure",
    "unredacted_transcript",
    "unredacted_audio",
    "answering_machine_detection",
]));

const WEBHOOKS: Shape = Object(&[
    may("post_call_webhook_id", OPTIONAL_TEXT),
    may("events", EVENTS),
    may("transcript_format", Word(&["json", "opentelemetry"])),
    may("send_audio", Or(&Bool)),
    may("exclude_transcript", Or(&Bool)),
]);

const CRITERION: Shape = Object(&[
    must("id", Text),
    must("name", Text),
    may("type", Word(&["prompt"])),
    must("conversation_goal_prompt", Text),
    may("use_knowledge_base", Bool),
    may("scope", Word(&["conversation", "agent"])),
    may("llm", OPTIONAL_TEXT),
    may("scoring_mode", Any),
    may("max_score", ANY_INTEGER),
    may("score_instructions", OPTIONAL_TEXT),
]);

const COLLECTED: Shape = Object(&[
    must("type", Word(&["boolean", "string", "integer", "number"])),
    may("description", Text),
    may("enum", Or(&TEXTS)),
    may("is_system_provided", Bool),
    may("dynamic_variable", Text),
    may("allowed_values_dynamic_variable", Text),
    may("constant_value", Any),
    may("is_omitted", Bool),
    may("llm", OPTIONAL_TEXT),
    may("allowed_values", Any),
    may("name", OPTIONAL_TEXT),
]);

/// Which fields a call may override: the shape of [`CLIENT_OVERRIDE`] with booleans at its leaves.
const ALLOWED: Shape = Object(&[
    may("asr", Map(&Any)),
    may("turn", Map(&Any)),
    may("tts", Map(&Or(&Bool))),
    may("conversation", Object(&[may("text_only", Bool), may("max_duration_seconds", Bool)])),
    may(
        "agent",
        Object(&[
            may("first_message", Bool),
            may("language", Bool),
            may("max_conversation_duration_message", Bool),
            may("prompt", Map(&Or(&Bool))),
        ]),
    ),
]);

const PRIVACY: Shape = Object(&[
    may("record_voice", Bool),
    may("retention_days", Integer(-1, 3650)),
    may("delete_transcript_and_pii", Bool),
    may("delete_audio", Bool),
    may("apply_to_existing_conversations", Bool),
    may("zero_retention_mode", Bool),
    may("conversation_history_redaction", Any),
]);

const PLATFORM_SETTINGS: Shape = Object(&[
    may("evaluation", Object(&[may("criteria", List(&CRITERION))])),
    may("widget", Any),
    may("data_collection", Map(&COLLECTED)),
    may("data_collection_scopes", Map(&Word(&["conversation", "agent"]))),
    may("analysis_items", Any),
    may(
        "overrides",
        Object(&[
            may("conversation_config_override", ALLOWED),
            may("custom_llm_extra_body", Bool),
            may("enable_conversation_initiation_client_data_from_webhook", Bool),
            may("enable_starting_workflow_node_id_from_client", Bool),
            may("enable_procedure_ids_from_client", Bool),
        ]),
    ),
    may(
        "workspace_overrides",
        Object(&[
            may("conversation_initiation_client_data_webhook", Any),
            may("webhooks", WEBHOOKS),
        ]),
    ),
    may("testing", Any),
    may("archived", Bool),
    may("guardrails", Any),
    may("summary_language", OPTIONAL_TEXT),
    may("auto_translate_transcript_to_app_language", Or(&Bool)),
    may(
        "auth",
        Object(&[
            may("enable_auth", Bool),
            may("allowlist", List(&Any)),
            may("require_origin_header", Bool),
            may("shareable_token", OPTIONAL_TEXT),
        ]),
    ),
    may(
        "call_limits",
        Object(&[
            may("agent_concurrency_limit", Integer(-1, 100_000)),
            may("daily_limit", Integer(0, i64::MAX)),
            may("bursting_enabled", Bool),
        ]),
    ),
    may("privacy", PRIVACY),
    may("trust_context", Any),
    may("analysis_llm", Text),
    may("topic_discovery", Any),
    may("sentiment_analysis", Any),
    may("alerting", Any),
    may("queueing_config", Any),
]);

pub(super) const AGENT_CREATE: Shape = Object(&[
    must("conversation_config", CONVERSATION_CONFIG),
    may("platform_settings", Or(&PLATFORM_SETTINGS)),
    may("workflow", Any),
    may("name", OPTIONAL_TEXT),
    may("tags", Or(&TEXTS)),
]);

pub(super) const AGENT_PATCH: Shape = Object(&[
    may("conversation_config", Or(&CONVERSATION_CONFIG)),
    may("platform_settings", Or(&PLATFORM_SETTINGS)),
    may("workflow", Any),
    may("name", OPTIONAL_TEXT),
    may("tags", Or(&TEXTS)),
    may("version_description", OPTIONAL_TEXT),
    may("procedures", Any),
]);

pub(super) const SECRET_CREATE: Shape =
    Object(&[must("type", Word(&["new"])), must("name", Text), must("value", Text)]);

pub(super) const SECRET_PATCH: Shape =
    Object(&[must("type", Word(&["update"])), must("name", Text), must("value", Text)]);

pub(super) const WEBHOOK_CREATE: Shape = Object(&[must(
    "settings",
    Object(&[
        must("auth_type", Word(&["hmac"])),
        must("name", Text),
        must("webhook_url", Text),
        may("request_headers", Or(&Map(&Text))),
    ]),
)]);

pub(super) const WEBHOOK_PATCH: Shape = Object(&[
    must("is_disabled", Bool),
    must("name", Text),
    may("retry_enabled", Or(&Bool)),
    may("request_headers", Or(&Map(&Text))),
    may("events", Or(&TEXTS)),
]);

pub(super) const SETTINGS_PATCH: Shape = Object(&[
    may("conversation_initiation_client_data_webhook", Any),
    may("webhooks", WEBHOOKS),
    may("can_use_mcp_servers", Bool),
    may("rag_retention_period_days", Integer(0, 30)),
    may("conversation_embedding_retention_days", Or(&Integer(0, 365))),
    may("default_livekit_stack", Text),
]);

pub(super) const REGISTER_CALL: Shape = Object(&[
    must("agent_id", Text),
    must("from_number", Text),
    must("to_number", Text),
    may("direction", Word(&["inbound", "outbound"])),
    may(
        "conversation_initiation_client_data",
        Or(&Object(&[
            may("conversation_config_override", CLIENT_OVERRIDE),
            may("custom_llm_extra_body", Map(&Any)),
            may("user_id", OPTIONAL_TEXT),
            may("source_info", Any),
            may("branch_id", OPTIONAL_TEXT),
            may("environment", OPTIONAL_TEXT),
            may("starting_workflow_node_id", OPTIONAL_TEXT),
            may("procedure_ids", Or(&TEXTS)),
            may("dynamic_variables", Map(&Any)),
            may("start_procedure_ids", Or(&TEXTS)),
        ])),
    ),
]);

/// Two lists of fields as one.
const fn concat<const A: usize, const B: usize, const C: usize>(
    a: [Field; A],
    b: [Field; B],
) -> [Field; C] {
    assert!(A + B == C, "the sizes add up");
    let mut all = [a[0]; C];
    let mut index = 0;
    while index < C {
        all[index] = if index < A { a[index] } else { b[index - A] };
        index += 1;
    }
    all
}
